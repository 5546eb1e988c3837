package io.tidemark.trainer.pipeline;

/// Hears how far a run has come.
public interface RunListener {
    /// Hears nothing.
    RunListener NONE = (step, message, progress) -> {};

    /// Called when a step begins, and inside long ones.
    ///
    /// @param step the step
    /// @param message what is being done, in words
    /// @param progress share of the run that is done, 0 to 1
    void onProgress(Step step, String message, double progress);

    /// Steps of a run, with the share of the whole at which each begins.
    enum Step {
        DOWNLOAD("download", 0),
        SPLIT("split", 0.02),
        PREPROCESS("preprocess", 0.03),
        FEATURES("features", 0.04),
        SELECT("select", 0.05),
        SWEEP("sweep", 0.3),
        FIT("fit", 0.75),
        EVALUATE("evaluate", 0.9),
        GATES("gates", 0.94),
        REGISTER("register", 0.98);

        private final String key;
        private final double begins;

        Step(String key, double begins) {
            this.key = key;
            this.begins = begins;
        }

        /// Name on the topic training-runs.
        public String key() {
            return key;
        }

        /// Share of the run that is done when the step begins.
        public double begins() {
            return begins;
        }
    }
}
