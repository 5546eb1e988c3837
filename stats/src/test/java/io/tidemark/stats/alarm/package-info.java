@NullMarked
package io.tidemark.stats.alarm;

import org.jspecify.annotations.NullMarked;
