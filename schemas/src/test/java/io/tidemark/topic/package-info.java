@NullMarked
package io.tidemark.topic;

import org.jspecify.annotations.NullMarked;
