/// Versions on trial: what counts for them, and what becomes of them. Pure; `trial` feeds it.
///
/// Start at [TrialJudge]: it says what happens next, from a [Trial] and what is known of the versions' health. What an
/// activation puts on trial is a [TrialPlan]; [ActivationBoard] has all activations of the timeline.
@NullMarked
package io.tidemark.feedback.rollout;

import org.jspecify.annotations.NullMarked;
