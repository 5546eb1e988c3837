package io.tidemark.drift;

import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.model.profile.ReferenceProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A small world with income, age and colour, and predictions from it, before and after a shift. Seeded.
public final class World {
    public static final String MODEL = "homes";
    public static final VersionKey V1 = new VersionKey(MODEL, 1, "1".repeat(64));
    public static final VersionKey V2 = new VersionKey(MODEL, 2, "2".repeat(64));

    /// Panes of a second; the windows are those of the fixture.
    public static final DriftSpec DRIFT = new DriftSpec(Duration.ofSeconds(1), windows(), 100, 0.1, 0.1, 1, 2);

    public static final RetrainSpec RETRAIN =
            new RetrainSpec(true, 150, Duration.ofMinutes(10), Duration.ofDays(30), 0.5, 500, true);

    private static final int REFERENCE_ROWS = 2_000;
    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final List<FeatureSpec> FEATURES = List.of(
            new FeatureSpec.NumberFeature("income", false, "USD", Range.ALL, Optional.empty(), false),
            new FeatureSpec.NumberFeature("age", false, "years", Range.ALL, Optional.empty(), false),
            new FeatureSpec.CategoryFeature("colour", false, COLOURS, FeatureSpec.Unseen.ACCEPT));

    private static final Reference KNOWN = reference(DRIFT, RETRAIN);
    private static final Reference LABELLED = labelled();

    private final SplittableRandom random;
    private double incomeFactor = 1;
    private int requests;

    public World(long seed) {
        random = new SplittableRandom(seed);
    }

    private static Map<String, Duration> windows() {
        Map<String, Duration> windows = new java.util.LinkedHashMap<>();
        windows.put("fast", Duration.ofSeconds(5));
        windows.put("slow", Duration.ofSeconds(20));
        return windows;
    }

    /// What versions are compared with.
    public static Reference reference() {
        return KNOWN;
    }

    /// The same from a bundle that knows how labels are distributed: as the answers are.
    public static Reference labelledReference() {
        return LABELLED;
    }

    private static Reference labelled() {
        ReferenceProfile profile = KNOWN.profile();
        return new Reference(
                FEATURES,
                profile.with(profile.details().withLabels(profile.predictions())),
                List.of(),
                DRIFT,
                RETRAIN,
                new Reference.Soundness(QualitySpec.DEFAULT, List.of("colour"), List.of()));
    }

    public static Reference reference(DriftSpec drift, RetrainSpec retrain) {
        World world = new World(1);
        double[][] columns = new double[FEATURES.size()][REFERENCE_ROWS];
        double[] answers = new double[REFERENCE_ROWS];
        for (int row = 0; row < REFERENCE_ROWS; row++) {
            columns[0][row] = world.income();
            columns[1][row] = world.age();
            columns[2][row] = world.colour();
            answers[row] = 10 * columns[0][row];
        }
        return new Reference(
                FEATURES,
                ReferenceProfile.of(FEATURES, new RawTable(columns, REFERENCE_ROWS), answers),
                List.of(),
                drift,
                retrain);
    }

    /// From now on incomes are larger by this factor.
    public void shift(double factor) {
        incomeFactor = factor;
    }

    /// The next prediction.
    public Prediction prediction(VersionKey version, Instant time) {
        double income = income();
        Map<String, @Nullable Object> features = new HashMap<>();
        features.put("income", income);
        features.put("age", age());
        features.put("colour", COLOURS.get(colour()));
        return prediction(version, time, features, 10 * income);
    }

    /// A prediction over given features.
    public Prediction prediction(
            VersionKey version, Instant time, Map<String, @Nullable Object> features, double value) {
        return Prediction.newBuilder()
                .setRequestId("r" + requests++)
                .setModel(version.model())
                .setVersion(version.version())
                .setBundleSha256(version.bundleSha256())
                .setVariant("champion")
                .setActivationId("a1")
                .setTask(Task.REGRESSION)
                .setEventTime(time)
                .setValue(value)
                .setFeatures(features)
                .setSource(new RequestCoordinates("prediction-requests", 0, (long) requests))
                .build();
    }

    /// As many predictions, spread evenly over a second.
    public List<Prediction> second(VersionKey version, Instant start, int rows) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            predictions.add(prediction(version, start.plusMillis(1000L * i / rows)));
        }
        return predictions;
    }

    /// A prediction and its label.
    public static Outcome outcome(Prediction prediction, OutcomeStatus status) {
        return outcome(prediction, status, prediction.getValue());
    }

    /// A prediction and its label.
    public static Outcome outcome(Prediction prediction, OutcomeStatus status, double label) {
        return Outcome.newBuilder()
                .setRequestId(prediction.getRequestId())
                .setModel(prediction.getModel())
                .setVersion(prediction.getVersion())
                .setBundleSha256(prediction.getBundleSha256())
                .setVariant(prediction.getVariant())
                .setTask(prediction.getTask())
                .setStatus(status)
                .setEventTime(prediction.getEventTime())
                .setLabelTime(prediction.getEventTime())
                .setPredicted(prediction.getValue())
                .setLabel(label)
                .setFeatures(prediction.getFeatures())
                .build();
    }

    private double income() {
        return incomeFactor * Math.exp(1 + 0.4 * gauss());
    }

    private double age() {
        return Math.rint(30 + 10 * gauss());
    }

    private int colour() {
        return random.nextInt(COLOURS.size());
    }

    private double gauss() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
