@NullMarked
package io.tidemark.stats.state;

import org.jspecify.annotations.NullMarked;
