@NullMarked
package io.tidemark.streamkit.deadletter;

import org.jspecify.annotations.NullMarked;
