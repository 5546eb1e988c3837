@NullMarked
package io.tidemark.streamkit.timeline;

import org.jspecify.annotations.NullMarked;
