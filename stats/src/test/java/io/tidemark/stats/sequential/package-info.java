@NullMarked
package io.tidemark.stats.sequential;

import org.jspecify.annotations.NullMarked;
