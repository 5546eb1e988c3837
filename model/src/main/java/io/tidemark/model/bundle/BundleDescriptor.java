package io.tidemark.model.bundle;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a bundle says of itself.
///
/// @param model name of the model
/// @param task what it predicts
/// @param target name of the target
/// @param unit unit of the target; may be empty
/// @param classes the two classes (binary), the negative one first; three or more (multiclass); empty for regression
/// @param threshold probability from which on the positive class is answered (binary)
/// @param link from the kernel's margin to the score
/// @param featureSignature SHA-256 over the features and the inputs' names; see [FeatureSignature]
/// @param intervals how far true values are from predicted ones (regression)
/// @param training how it came about
public record BundleDescriptor(
        String model,
        Task task,
        String target,
        String unit,
        List<String> classes,
        Optional<Double> threshold,
        Link link,
        String featureSignature,
        Optional<PredictionIntervals> intervals,
        Training training) {

    public BundleDescriptor {
        classes = List.copyOf(classes);
    }

    /// How a model came about; equal facts on equal code give an equal bundle.
    ///
    /// @param algorithm algorithm that won
    /// @param parameters its parameters
    /// @param data address of the base data
    /// @param dataSha256 SHA-256 of the base data
    /// @param rows rows it was fitted on, replayed ones included
    /// @param replay what was replayed from the log
    /// @param seed seed of everything random
    /// @param libraries versions by name: the training libraries, and `tidemark` with its commit
    /// @param metrics metrics on the test rows by name
    public record Training(
            String algorithm,
            Map<String, Object> parameters,
            String data,
            String dataSha256,
            long rows,
            Optional<Replay> replay,
            long seed,
            Map<String, String> libraries,
            Map<String, Double> metrics) {
        /// What stands for the algorithm of a model that another tool trained.
        public static final String IMPORTED = "imported";
    }

    /// Labelled outcomes that were replayed as training rows.
    ///
    /// @param topic topic of the outcomes; with `,from-offsets=PARTITION:OFFSET/...` where it was not read from its
    ///     start
    /// @param offsets first offset that was not read any more, by partition: the end of the history that was seen
    /// @param fromMs start of the window by event time, inclusive, milliseconds since 1970-01-01 UTC
    /// @param toMs its end, exclusive
    /// @param rows rows after removal of duplicates
    public record Replay(String topic, Map<Integer, Long> offsets, long fromMs, long toMs, long rows) {}
}
