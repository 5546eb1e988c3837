@NullMarked
package io.tidemark.model.fit;

import org.jspecify.annotations.NullMarked;
