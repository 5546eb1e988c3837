@NullMarked
package io.tidemark.stack;

import org.jspecify.annotations.NullMarked;
