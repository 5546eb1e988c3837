package io.tidemark.model.pipeline;

/// What every number of a pipeline has to be.
final class Finite {
    private Finite() {}

    static void require(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "The pipeline is damaged: found " + what + " of " + value + ", expected a finite number.");
        }
    }

    static void requireWithin(double value, double low, double high, String what) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException("The pipeline is damaged: found " + what + " of " + value + ", expected "
                    + low + " to " + high + ".");
        }
    }
}
