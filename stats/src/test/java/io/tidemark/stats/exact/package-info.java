@NullMarked
package io.tidemark.stats.exact;

import org.jspecify.annotations.NullMarked;
