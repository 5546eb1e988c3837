@NullMarked
package io.tidemark.model.feature;

import org.jspecify.annotations.NullMarked;
