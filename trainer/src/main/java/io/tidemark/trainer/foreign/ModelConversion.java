package io.tidemark.trainer.foreign;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.metric.MostProbable;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.gates.GateReport;
import io.tidemark.trainer.gates.ImportGates;
import io.tidemark.trainer.pipeline.Scores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns a model that another tool trained into a bundle: read, compiled into our kernel, held against that tool's own
/// predictions, and judged. The same inputs give the same bytes.
///
/// Gates are those that need no labels: parity, behaviour (latency included) and size. The rows with predictions are
/// what the drift monitor later compares traffic with, so they should be many and usual ones.
public final class ModelConversion {
    private static final int GOLDEN_ROWS = 64;

    private final ModelManifest manifest;

    public ModelConversion(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /// A model's file as it came.
    ///
    /// @param name name of the file, for people and for the bundle
    /// @param bytes LightGBM text, XGBoost JSON or UBJSON, or ONNX
    /// @param inputs names of its inputs in their order, where somebody has written them down beside it; empty: none
    ///     did
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares files.
    public record Source(String name, byte[] bytes, List<String> inputs) {
        public Source {
            inputs = List.copyOf(inputs);
        }
    }

    /// Converts a model.
    ///
    /// @param rows CSV of the features and the tool's predictions
    /// @param column name of the predictions' column
    /// @throws DataException when the model cannot be used, or the rows do not fit the manifest
    public ConvertedModel run(Source source, Path rows, String column) {
        Read read;
        try {
            read = read(source);
        } catch (IllegalArgumentException e) {
            throw new DataException("The model " + source.name() + " cannot be imported. " + e.getMessage(), e);
        }
        ReferenceRows reference = ReferenceRows.read(manifest, rows, column);
        double[][] raw = raw(reference, rows);
        double[] scores = scores(read, raw);
        ModelBundle bundle =
                bundle(read, source, raw.length, goldenRows(reference, scores), profile(table(raw), scores));
        byte[] packed = BundleCodec.write(bundle);
        GateReport gates = ImportGates.judge(
                manifest,
                bundle,
                packed.length,
                new ImportGates.Comparison(
                        reference.predictions(),
                        Arrays.stream(scores).boxed().toList(),
                        read.model().rounding()));
        return new ConvertedModel(
                read.model().format(), raw.length, packed, Sha256.of(packed), Sha256.of(source.bytes()), gates);
    }

    private record Read(ForeignModel model, FeaturePipeline pipeline, Kernel kernel) {}

    private Read read(Source source) {
        ForeignModel model = ForeignModels.read(source.bytes()).named(source.inputs());
        if (model.task() != manifest.task()) {
            throw new IllegalArgumentException("Found a model for " + shown(model.task()) + ", expected one for "
                    + shown(manifest.task()) + ", as manifest '" + manifest.name() + "' says.");
        }
        if (model.classes() != 0
                && model.classes() != manifest.target().classes().size()) {
            throw new IllegalArgumentException("Found a model of " + model.classes() + " classes, expected "
                    + manifest.target().classes().size() + ", those of target.classes in manifest '" + manifest.name()
                    + "', in the model's order.");
        }
        InputPlaces places = new InputPlaces(manifest);
        return new Read(
                model, new FeaturePipeline(places.parameters()), model.compile(places.count(), places.of(model)));
    }

    private static String shown(Task task) {
        return switch (task) {
            case REGRESSION -> "regression";
            case BINARY -> "two classes";
            case MULTICLASS -> "three classes or more";
        };
    }

    private ModelBundle bundle(Read read, Source source, int rows, List<GoldenRow> golden, ReferenceProfile profile) {
        BundleDescriptor.Training training = new BundleDescriptor.Training(
                BundleDescriptor.Training.IMPORTED,
                Map.of("format", read.model().format()),
                source.name(),
                Sha256.of(source.bytes()),
                rows,
                Optional.empty(),
                0,
                Map.of(),
                Map.of());
        BundleDescriptor descriptor = new BundleDescriptor(
                manifest.name(),
                manifest.task(),
                manifest.target().name(),
                manifest.target().unit(),
                manifest.target().classes(),
                manifest.task() == Task.BINARY
                        ? Optional.of(manifest.target().threshold().orElse(0.5))
                        : Optional.empty(),
                read.model().link(),
                FeatureSignature.of(manifest.features(), read.pipeline().inputNames()),
                Optional.empty(),
                training);
        return new ModelBundle(
                descriptor, manifest.features(), read.pipeline(), read.kernel(), golden, profile, manifest.yaml());
    }

    private double[][] raw(ReferenceRows reference, Path file) {
        RawEncoder encoder = new RawEncoder(manifest.features());
        double[][] raw = new double[reference.rows().size()][encoder.width()];
        for (int i = 0; i < raw.length; i++) {
            DataRow row = reference.rows().get(i);
            Violation violation = encoder.encode(row.values(), raw[i]);
            if (violation != null) {
                throw new DataException("Line " + row.line() + " of " + file + ": " + violation.message());
            }
        }
        return raw;
    }

    private static double[] scores(Read read, double[][] raw) {
        PipelineScratch scratch = read.pipeline().newScratch();
        int[] keys = new int[read.kernel().scratchLength()];
        float[] inputs = new float[read.kernel().inputs()];
        double[] margins = new double[read.kernel().outputs()];
        double[] scores = new double[raw.length * margins.length];
        for (int i = 0; i < raw.length; i++) {
            read.pipeline().apply(raw[i], scratch, inputs);
            read.kernel().margins(inputs, keys, margins);
            if (margins.length == 1) {
                scores[i] = read.model().link().score(margins[0]);
            } else {
                read.model().link().toProbabilities(margins);
                System.arraycopy(margins, 0, scores, i * margins.length, margins.length);
            }
        }
        return scores;
    }

    private ReferenceProfile profile(RawTable rows, double[] scores) {
        return switch (manifest.task()) {
            case REGRESSION, BINARY -> ReferenceProfile.of(manifest.features(), rows, scores);
            case MULTICLASS -> {
                int classes = manifest.target().classes().size();
                double[] answers = IntStream.range(0, rows.rows())
                        .mapToDouble(row -> MostProbable.of(scores, row, classes))
                        .toArray();
                yield ReferenceProfile.ofClasses(manifest.features(), rows, classes, answers);
            }
        };
    }

    private RawTable table(double[][] raw) {
        double[][] columns = new double[manifest.features().size()][raw.length];
        for (int row = 0; row < raw.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = raw[row][column];
            }
        }
        return new RawTable(columns, raw.length);
    }

    /// Spread over the range of predictions. Their scores are the kernel's, which the parity gate has held against the
    /// tool's: some tools round more than scorers allow.
    private static List<GoldenRow> goldenRows(ReferenceRows reference, double[] scores) {
        int rows = reference.rows().size();
        int[] byScore = Scores.ascending(scores, rows);
        int count = Math.min(GOLDEN_ROWS, byScore.length);
        List<GoldenRow> golden = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = byScore[count == 1 ? 0 : (int) ((long) i * (byScore.length - 1) / (count - 1))];
            golden.add(GoldenRow.of(present(reference.rows().get(row)), Scores.ofRow(scores, rows, row)));
        }
        return golden;
    }

    private static Map<String, @Nullable Object> present(DataRow row) {
        Map<String, @Nullable Object> present = new TreeMap<>();
        row.values().forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }
}
