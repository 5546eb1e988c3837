@NullMarked
package io.tidemark.trainer;

import org.jspecify.annotations.NullMarked;
