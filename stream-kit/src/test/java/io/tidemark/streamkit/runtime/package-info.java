@NullMarked
package io.tidemark.streamkit.runtime;

import org.jspecify.annotations.NullMarked;
