@NullMarked
package io.tidemark.stats.expect;

import org.jspecify.annotations.NullMarked;
