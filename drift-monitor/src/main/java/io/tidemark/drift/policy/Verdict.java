package io.tidemark.drift.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the policy makes of the readings so far.
///
/// @param time of the last reading
/// @param version version that answers, counted from 1; 0: none is known
/// @param triggers those that are on, in their fixed order
/// @param step how far it came
/// @param why what holds it back, or why it asks, in words
/// @param ask the request; there is one when the step is ASKS
public record Verdict(Instant time, int version, List<Trigger> triggers, Step step, String why, Optional<Ask> ask) {
    public Verdict {
        triggers = List.copyOf(triggers);
    }

    /// How far the policy came: each step has to be passed before the next.
    public enum Step {
        /// Too few triggers have fired.
        NOT_MET,
        /// The version began to serve just now.
        WARM_UP,
        /// The last request was just now.
        COOLDOWN,
        /// As many requests as a day may have.
        DAILY_CAP,
        /// Too few labels to learn from.
        TOO_FEW_LABELS,
        /// A run is asked for.
        ASKS
    }

    /// A request for a run.
    ///
    /// @param triggerId identifies it for good
    /// @param reasons each trigger that fired with value and threshold, and the labels
    /// @param replayFrom outcomes from this event time on; empty: the window of the manifest
    public record Ask(String triggerId, List<String> reasons, Optional<Instant> replayFrom) {
        public Ask {
            reasons = List.copyOf(reasons);
        }
    }
}
