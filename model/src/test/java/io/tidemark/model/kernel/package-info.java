@NullMarked
package io.tidemark.model.kernel;

import org.jspecify.annotations.NullMarked;
