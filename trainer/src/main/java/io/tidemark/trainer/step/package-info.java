/// What the steps of a run came to, kept so that an equal step of a later run need not be done again.
///
/// Start at [Steps]; [StepPlan] says which steps a run does, [StepKey] what makes two of them equal.
@NullMarked
package io.tidemark.trainer.step;

import org.jspecify.annotations.NullMarked;
