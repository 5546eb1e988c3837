package io.tidemark.feedback.rollout;

import io.tidemark.event.Verdict;
import java.util.Map;

/// What becomes of a trial.
public sealed interface Judgement {
    /// The numbers behind it by name.
    Map<String, Double> evidence();

    /// Why, in words.
    String reason();

    /// It goes on as it is.
    record Wait(Map<String, Double> evidence, String reason) implements Judgement {}

    /// It has passed the stage.
    ///
    /// @param shareBp share of the next stage, basis points
    record Advance(int shareBp, Map<String, Double> evidence, String reason) implements Judgement {}

    /// It is over.
    ///
    /// @param check what decided: loss, sample-ratio, dead-letters, unscored, latency, age
    record End(Verdict verdict, String check, Map<String, Double> evidence, String reason) implements Judgement {}
}
