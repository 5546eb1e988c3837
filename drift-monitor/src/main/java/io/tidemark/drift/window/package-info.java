/// Panes merged into rolling windows: [RollingCounts]. Pure: any order and grouping of deltas gives equal windows.
@NullMarked
package io.tidemark.drift.window;

import org.jspecify.annotations.NullMarked;
