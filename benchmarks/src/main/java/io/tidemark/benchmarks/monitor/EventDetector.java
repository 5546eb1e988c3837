package io.tidemark.benchmarks.monitor;

/// What takes one event after the other and says when it thinks that they have drifted.
interface EventDetector {
    /// Takes the next event.
    ///
    /// @return true: alarm
    boolean add(double value);

    /// Makes detectors.
    interface Maker {
        /// A new detector.
        ///
        /// @param reference a sample from before any drift
        /// @param seed for those that draw lots
        EventDetector make(double[] reference, long seed);
    }
}
