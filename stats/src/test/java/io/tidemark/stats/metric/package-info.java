@NullMarked
package io.tidemark.stats.metric;

import org.jspecify.annotations.NullMarked;
