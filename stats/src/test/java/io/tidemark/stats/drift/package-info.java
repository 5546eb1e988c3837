@NullMarked
package io.tidemark.stats.drift;

import org.jspecify.annotations.NullMarked;
