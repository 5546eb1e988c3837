/// What to try next, from what was seen so far. Each [Suggester] is a pure function of [Evidence] and a seed. All of it
/// speaks of points of the unit cube and of losses: the lower, the better.
@NullMarked
package io.tidemark.trainer.sweep.suggest;

import org.jspecify.annotations.NullMarked;
