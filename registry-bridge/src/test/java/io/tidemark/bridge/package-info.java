@NullMarked
package io.tidemark.bridge;

import org.jspecify.annotations.NullMarked;
