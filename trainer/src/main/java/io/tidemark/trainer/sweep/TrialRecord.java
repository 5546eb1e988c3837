package io.tidemark.trainer.sweep;

import io.tidemark.trainer.sweep.prune.Curve;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A trial that has ended.
///
/// @param number from 0, in the order of the asking
/// @param origin why it was tried
/// @param parameters values by name, in the order of the space
/// @param result how it ended
/// @param curve what it reported on the way, as losses
/// @param found whole numbers that the objective found by itself, by name: the number of trees, for example
/// @param seconds how long it took
public record TrialRecord(
        int number,
        Origin origin,
        Map<String, Object> parameters,
        TrialResult result,
        Curve curve,
        Map<String, Long> found,
        double seconds) {
    public TrialRecord {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        found = Collections.unmodifiableMap(new TreeMap<>(found));
    }

    /// Why a trial was tried.
    public enum Origin {
        /// The settings name it.
        GIVEN("given"),
        /// It fills the space evenly.
        INITIAL("initial"),
        /// The method suggested it.
        SUGGESTED("suggested");

        private final String key;

        Origin(String key) {
            this.key = key;
        }

        /// Name in files.
        public String key() {
            return key;
        }
    }
}
