/// Tests of the drift monitor, and what they share.
@NullMarked
package io.tidemark.drift;

import org.jspecify.annotations.NullMarked;
