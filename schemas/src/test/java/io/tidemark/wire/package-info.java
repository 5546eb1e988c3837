@NullMarked
package io.tidemark.wire;

import org.jspecify.annotations.NullMarked;
