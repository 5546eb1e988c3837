@NullMarked
package io.tidemark.stats.histogram;

import org.jspecify.annotations.NullMarked;
