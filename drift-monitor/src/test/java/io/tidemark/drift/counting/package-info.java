/// Tests of the counts of one pane.
@NullMarked
package io.tidemark.drift.counting;

import org.jspecify.annotations.NullMarked;
