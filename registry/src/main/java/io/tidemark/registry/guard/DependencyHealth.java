package io.tidemark.registry.guard;

import java.util.Locale;

/// How a dependency is.
///
/// @param name of the dependency
/// @param state how it is
/// @param calls tries so far
/// @param failures tries that failed
/// @param leftAlone calls that were not made because it kept failing
/// @param problem what was wrong last; empty: nothing
public record DependencyHealth(String name, State state, long calls, long failures, long leftAlone, String problem) {
    /// How it is.
    public enum State {
        /// The last try was answered.
        HEALTHY(0),
        /// Tries fail, and go on.
        DEGRADED(1),
        /// It is left alone.
        DOWN(2);

        private final int level;

        State(int level) {
            this.level = level;
        }

        /// As metrics show it: the worse, the higher.
        public int level() {
            return level;
        }

        /// As health and status show it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
