@NullMarked
package io.tidemark.streamkit.topic;

import org.jspecify.annotations.NullMarked;
