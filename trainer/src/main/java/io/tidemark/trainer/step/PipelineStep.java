package io.tidemark.trainer.step;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The steps from data to a version, in their order. Rows that judge are set aside before anything is fitted, so the
/// split comes before the preprocessing.
public enum PipelineStep {
    /// From an address to a file on this machine, checked by its hash.
    DOWNLOAD,
    /// From the file to checked rows, and which of them judge.
    SPLIT,
    /// How missing values are filled in.
    PREPROCESS,
    /// What is derived from the features.
    FEATURES,
    /// Which algorithm is best.
    SELECT,
    /// Which parameters are best.
    SWEEP,
    /// From the choice to a bundle with its evidence and the verdict of the gates.
    FIT,
    /// From the bundle to a version.
    REGISTER;

    /// Name in files and on the command line.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The step of a name.
    public static Optional<PipelineStep> find(String key) {
        return Arrays.stream(values()).filter(step -> step.key().equals(key)).findFirst();
    }

    /// All names, in order, with commas.
    public static String keys() {
        return Arrays.stream(values()).map(PipelineStep::key).collect(Collectors.joining(", "));
    }

    /// Whether this step comes before another one.
    boolean isBefore(PipelineStep other) {
        return compareTo(other) < 0;
    }
}
