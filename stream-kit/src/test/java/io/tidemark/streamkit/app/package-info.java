@NullMarked
package io.tidemark.streamkit.app;

import org.jspecify.annotations.NullMarked;
