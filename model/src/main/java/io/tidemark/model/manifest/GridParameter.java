package io.tidemark.model.manifest;

import java.util.Optional;
import java.util.Set;

/// A parameter of an algorithm, as far as a manifest's reader has to know it.
///
/// @param name its name in a grid
/// @param kind what its values are
/// @param range smallest and largest value, both allowed
record GridParameter(String name, Kind kind, Range range) {
    private static final Set<Object> INPUT_COUNTS = Set.of("sqrt", "log2");

    /// What the values of a parameter are.
    enum Kind {
        WHOLE("a whole number"),
        NUMBER("a number"),
        /// A whole number of inputs, a share of them up to 1.0, or a function of their number.
        INPUT_COUNT("sqrt, log2, a share up to 1.0 or a count");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /// What is wrong with a value; empty when nothing is.
    Optional<String> fault(Object value) {
        boolean good = switch (kind) {
            case WHOLE -> value instanceof Long && isInRange(value);
            case NUMBER -> isInRange(value);
            case INPUT_COUNT ->
                INPUT_COUNTS.contains(value) || ((value instanceof Long || isShare(value)) && isInRange(value));
        };
        return good
                ? Optional.empty()
                : Optional.of("Found '" + value + "', expected " + kind.words + ", in " + range + ".");
    }

    private static boolean isShare(Object value) {
        return value instanceof Double share && share <= 1;
    }

    private boolean isInRange(Object value) {
        return value instanceof Number number && range.contains(number.doubleValue());
    }
}
