@NullMarked
package io.tidemark.stats.drift.evidently;

import org.jspecify.annotations.NullMarked;
