package io.tidemark.feedback.trial;

import io.tidemark.feedback.rollout.LossScale;
import io.tidemark.feedback.rollout.TrialJudge;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.feedback.terms.TermsSource;
import java.util.Optional;

/// What holds for a trial: its rule is in the challenger's bundle, the scale of its losses in the champion's.
record TrialRules(TermsSource terms) {
    /// The judge; empty when the manifest has no such trial.
    Optional<TrialJudge> judge(String model, TrialPlan plan) {
        return TrialJudge.of(
                terms.of(model, plan.challenger().getBundleSha256()).rollout(), plan);
    }

    /// The scale; empty when there is no judge, or the champion has no baseline for it.
    Optional<LossScale> scale(String model, TrialPlan plan) {
        return judge(model, plan)
                .flatMap(judge -> LossScale.of(
                        judge.spec(),
                        terms.of(model, plan.champion().getBundleSha256()).baseline()));
    }
}
