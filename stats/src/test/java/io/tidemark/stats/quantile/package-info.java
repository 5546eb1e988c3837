@NullMarked
package io.tidemark.stats.quantile;

import org.jspecify.annotations.NullMarked;
