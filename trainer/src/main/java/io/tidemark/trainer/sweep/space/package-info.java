/// What a sweep may vary: floats, whole numbers, either of them on a log scale, and categories. [SearchSpace] checks
/// them and translates between values and the unit cube, which is all that the optimiser sees.
@NullMarked
package io.tidemark.trainer.sweep.space;

import org.jspecify.annotations.NullMarked;
