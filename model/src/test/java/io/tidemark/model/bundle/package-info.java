@NullMarked
package io.tidemark.model.bundle;

import org.jspecify.annotations.NullMarked;
