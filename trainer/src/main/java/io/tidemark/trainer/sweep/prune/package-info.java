/// Which trials are not worth ending. A [Pruner] compares a trial's losses on the way, its [Curve], with those of
/// others.
@NullMarked
package io.tidemark.trainer.sweep.prune;

import org.jspecify.annotations.NullMarked;
