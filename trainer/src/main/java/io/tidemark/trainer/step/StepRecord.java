package io.tidemark.trainer.step;

import java.util.Locale;

/// What happened to a step.
///
/// @param step the step's name
/// @param state what happened
/// @param seconds time since the end of the step before it
/// @param input where it read from
/// @param output where its result lies; empty: only in this run's memory
public record StepRecord(String step, State state, double seconds, String input, String output) {
    /// What happened to a step.
    public enum State {
        /// It was done.
        DONE,
        /// An earlier run did the same: its result was taken.
        UNCHANGED;

        /// Name in files.
        @com.fasterxml.jackson.annotation.JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
