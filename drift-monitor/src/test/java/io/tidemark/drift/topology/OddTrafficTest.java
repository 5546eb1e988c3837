package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.model.manifest.QualitySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Traffic of every odd kind, through the whole topology: each has a defined result, and no statistic is ever NaN.
class OddTrafficTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 40;
    private static final int CALM_SECONDS = 12;
    private static final int ODD_SECONDS = 20;

    private final World world = new World(11);
    private final MonitorDriver monitor = new MonitorDriver(START);
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Drift> records = new ArrayList<>();
    private int rows;

    @BeforeEach
    void withLabels() {
        monitor.references.put(World.V1, new ReferenceLookup.Known(World.labelledReference()));
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    private void run(int seconds, UnaryOperator<Prediction> odd) {
        for (int second = 0; second < seconds; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), ROWS).stream()
                    .map(odd)
                    .toList());
            monitor.tick();
        }
        monitor.settle();
        alerts.addAll(monitor.alerts());
        records.addAll(monitor.drift());
        assertThat(records)
                .flatExtracting(record -> record.getStatistics().values())
                .allSatisfy(value -> assertThat((double) value).isFinite());
    }

    private Set<String> opened() {
        Set<String> kinds = new TreeSet<>();
        alerts.stream()
                .filter(alert -> alert.getStatus() == AlertStatus.OPEN)
                .forEach(alert -> assertThat(kinds.add(alert.getKind()))
                        .as("one OPEN of " + alert.getKind())
                        .isTrue());
        return kinds;
    }

    private static Prediction with(Prediction prediction, String feature, @Nullable Object value) {
        Map<String, @Nullable Object> features = new HashMap<>(prediction.getFeatures());
        features.put(feature, value);
        return Prediction.newBuilder(prediction).setFeatures(features).build();
    }

    /// Every n-th row is odd.
    private UnaryOperator<Prediction> every(int n, UnaryOperator<Prediction> odd) {
        return prediction -> rows++ % n == 0 ? odd.apply(prediction) : prediction;
    }

    private static UnaryOperator<Prediction> set(String feature, @Nullable Object value) {
        return prediction -> with(prediction, feature, value);
    }

    private static UnaryOperator<Prediction> times(String feature, double factor) {
        return prediction -> with(prediction, feature, factor * number(prediction, feature));
    }

    private static double number(Prediction prediction, String feature) {
        return ((Number) Objects.requireNonNull(prediction.getFeatures().get(feature), feature)).doubleValue();
    }

    /// What of it, every n-th row, which alerts.
    static Stream<Arguments> oddities() {
        UnaryOperator<Prediction> ageFollowsIncome =
                prediction -> with(prediction, "age", Math.rint(18 + 4 * number(prediction, "income")));
        return Stream.of(
                Arguments.of("missing jump", 3, set("income", null), Set.of("drift", "missing-values")),
                Arguments.of("a field that is gone", 1, set("age", null), Set.of("drift", "missing-values")),
                Arguments.of(
                        "infinities", 3, set("income", Double.POSITIVE_INFINITY), Set.of("drift", "missing-values")),
                Arguments.of("NaN", 3, set("income", Double.NaN), Set.of("drift", "missing-values")),
                Arguments.of("new category", 4, set("colour", "purple"), Set.of("drift", "unseen-categories")),
                Arguments.of("single category", 1, set("colour", "red"), Set.of("drift")),
                Arguments.of("constant column", 1, set("age", 30.0), Set.of("drift")),
                Arguments.of("changed unit", 1, times("income", 1000), Set.of("drift", "out-of-range", "outliers")),
                Arguments.of("changed sign", 1, times("income", -1), Set.of("drift", "out-of-range", "outliers")),
                Arguments.of(
                        "largest numbers",
                        4,
                        set("income", Double.MAX_VALUE),
                        Set.of("drift", "out-of-range", "outliers")),
                Arguments.of("features that go together", 1, ageFollowsIncome, Set.of("correlation", "drift")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddities")
    void eachOddityHasItsAlert(String what, int every, UnaryOperator<Prediction> odd, Set<String> kinds) {
        run(CALM_SECONDS, UnaryOperator.identity());
        assertThat(opened()).isEmpty();
        run(ODD_SECONDS, every(every, odd));
        assertThat(opened()).as(what).isEqualTo(kinds);
        assertThat(monitor.letters()).isEmpty();
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.getEvidence()).isNotEmpty();
            assertThat(alert.getAdvice()).isNotEmpty();
            assertThat(alert.getRunbook()).startsWith("runbook.md#");
            assertThat(alert.getWindowStart()).isNotNull();
        });
    }

    @Test
    void seventyPercentTiesAreDriftAndNothingElse() {
        run(CALM_SECONDS, UnaryOperator.identity());
        run(ODD_SECONDS, prediction -> rows++ % 10 < 7 ? with(prediction, "income", 2.5) : prediction);
        assertThat(opened()).containsExactly("drift");
    }

    @Test
    void oneOutlierOfAMillionIsNoAlert() {
        run(CALM_SECONDS, UnaryOperator.identity());
        run(ODD_SECONDS, prediction -> rows++ == 5 ? with(prediction, "income", 1e6) : prediction);
        assertThat(opened()).isEmpty();
        assertThat(records)
                .filteredOn(record -> record.getFeature().equals("income"))
                .extracting(record -> record.getStatistics().getOrDefault("outlier_share", 0.0))
                .anySatisfy(share -> assertThat(share).isPositive());
    }

    @Test
    void theSameAnswerToEverythingIsAnAlert() {
        run(CALM_SECONDS, UnaryOperator.identity());
        run(
                ODD_SECONDS,
                prediction -> Prediction.newBuilder(prediction).setValue(27).build());
        assertThat(opened()).containsExactly("constant-predictions", "drift");
    }

    @Test
    void tooFewRowsAreShownAndNotJudged() {
        for (int second = 0; second < 30; second++) {
            monitor.predict(List.of(with(world.prediction(World.V1, monitor.now()), "income", 1e6)));
            monitor.tick();
        }
        run(0, UnaryOperator.identity());
        assertThat(opened()).isEmpty();
        assertThat(records)
                .filteredOn(record -> record.getSubject() == DriftSubject.FEATURE)
                .isNotEmpty()
                .allSatisfy(record -> {
                    assertThat(record.getDrifted()).isFalse();
                    assertThat(record.getStatistics()).doesNotContainKey("psi").containsKey("missing_share");
                });
    }

    @Test
    void timesFromTheFutureAndFromLongAgoLeaveTheWindowsAlone() {
        run(CALM_SECONDS, UnaryOperator.identity());
        monitor.predict(List.of(
                world.prediction(World.V1, monitor.now().plus(Duration.ofDays(400))),
                world.prediction(World.V1, Instant.EPOCH),
                world.prediction(World.V1, START.minus(Duration.ofDays(3)))));
        run(CALM_SECONDS, UnaryOperator.identity());
        assertThat(opened()).isEmpty();
        assertThat(monitor.letters()).extracting(DeadLetter::getReason).containsExactly("TIMESTAMP_OUT_OF_RANGE");
        assertThat(monitor.counter("tidemark.drift.panes.late"))
                .as("two rows, five subjects")
                .isEqualTo(10);
        assertThat(records)
                .filteredOn(record -> record.getSubject() == DriftSubject.DATASET)
                .last()
                .satisfies(record ->
                        assertThat(record.getWindowEnd()).isBefore(monitor.now().plusSeconds(2)));
    }

    /// Rows of as many moments as there are rows: no more is held than the bound, whatever the tick.
    @Test
    void rowsOfManyMomentsAreDeliveredBeforeTheTick() {
        List<Prediction> scattered = new ArrayList<>();
        for (int i = 0; i < 3 * UndeliveredCounts.MOST_PANES; i++) {
            scattered.add(world.prediction(World.V1, START.minusSeconds(2L * i)));
        }
        monitor.predict(scattered);
        assertThat(monitor.panes().stream().map(DriftPane::getPaneStart).distinct())
                .hasSizeGreaterThanOrEqualTo(2 * UndeliveredCounts.MOST_PANES);
        assertThat(monitor.entries(DriftNames.UNDELIVERED)).isLessThanOrEqualTo(UndeliveredCounts.MOST_PANES);
    }

    /// One shift is one message: what the checks find in features that drift belongs to the drift alert.
    @Test
    void checksThatSayTheSameAsTheDriftBelongToItsAlert() {
        run(CALM_SECONDS, UnaryOperator.identity());
        run(ODD_SECONDS, every(3, set("income", null)));
        String drift = alerts.stream()
                .filter(alert -> alert.getKind().equals("drift"))
                .findFirst()
                .orElseThrow()
                .getAlertId();
        assertThat(alerts)
                .filteredOn(alert -> alert.getKind().equals("missing-values"))
                .isNotEmpty()
                .extracting(Alert::getCause)
                .containsOnly(drift);
        assertThat(alerts)
                .filteredOn(alert -> alert.getCause() == null && alert.getStatus() == AlertStatus.OPEN)
                .extracting(Alert::getKind)
                .containsExactly("drift");
        run(40, UnaryOperator.identity());
        assertThat(alerts)
                .filteredOn(alert -> alert.getKind().equals("missing-values"))
                .last()
                .satisfies(alert -> {
                    assertThat(alert.getStatus()).isEqualTo(AlertStatus.RESOLVED);
                    assertThat(alert.getCause()).isEqualTo(drift);
                });
    }

    @Test
    void eventTimeMayJumpForthAndBack() {
        run(CALM_SECONDS, UnaryOperator.identity());
        for (int second = 0; second < 5; second++) {
            monitor.predict(world.second(World.V1, monitor.now().plus(Duration.ofMinutes(40)), ROWS));
            monitor.predict(world.second(World.V1, monitor.now().minus(Duration.ofMinutes(40)), ROWS));
            monitor.tick();
        }
        run(CALM_SECONDS, UnaryOperator.identity());
        assertThat(opened()).isEmpty();
        assertThat(records)
                .filteredOn(record -> record.getSubject() == DriftSubject.REQUESTS
                        && record.getWindow().equals("slow"))
                .last()
                .satisfies(record -> assertThat(record.getCount()).isBetween(10L * ROWS, 23L * ROWS));
        assertThat(monitor.letters()).isEmpty();
    }

    @Test
    void labelsOfAnotherMixtureAreLabelShift() {
        for (int second = 0; second < 30; second++) {
            List<Prediction> predictions = world.second(World.V1, monitor.now(), ROWS);
            monitor.predict(predictions);
            double factor = second < CALM_SECONDS ? 1 : 1.5;
            monitor.label(predictions.stream()
                    .map(prediction -> World.outcome(prediction, OutcomeStatus.MATCHED, factor * prediction.getValue()))
                    .toList());
            monitor.tick();
        }
        run(0, UnaryOperator.identity());
        assertThat(opened()).containsExactly("concept-drift", "label-shift");
        assertThat(alerts)
                .filteredOn(alert -> alert.getKind().equals(QualityCheck.CONCEPT_DRIFT.kind()))
                .first()
                .satisfies(alert -> assertThat(alert.getMessage()).startsWith("error over"));
        assertThat(records)
                .filteredOn(record -> record.getSubject() == DriftSubject.LABEL)
                .isNotEmpty();
    }

    @Test
    void aCheckThatTheManifestSwitchesOffIsNotMade() {
        Reference all = World.labelledReference();
        QualitySpec quality = new QualitySpec(
                List.of("missing-values"),
                0.05,
                0.01,
                0.01,
                0.01,
                0.3,
                0.1,
                Optional.empty(),
                0.05,
                Duration.ofHours(1));
        monitor.references.put(
                World.V1,
                new ReferenceLookup.Known(new Reference(
                        all.features(),
                        all.profile(),
                        all.classes(),
                        all.drift(),
                        all.retrain(),
                        new Reference.Soundness(quality, List.of(), List.of()))));
        run(CALM_SECONDS, UnaryOperator.identity());
        run(ODD_SECONDS, every(3, set("income", null)));
        assertThat(opened()).containsExactly("drift");
    }

    @Test
    void aGrownSegmentIsNamed() {
        run(CALM_SECONDS, UnaryOperator.identity());
        run(ODD_SECONDS, every(2, set("colour", "blue")));
        Alert drift = alerts.stream()
                .filter(alert -> alert.getKind().equals("drift"))
                .findFirst()
                .orElseThrow();
        assertThat(drift.getMessage()).contains("The segment colour = blue grew from");
        assertThat(drift.getEvidence())
                .filteredOn(evidence -> evidence.getStatistic().equals("psi"))
                .first()
                .satisfies(evidence -> {
                    assertThat(evidence.getBins()).containsExactly("red", "green", "blue");
                    assertThat(evidence.getCounts()).hasSize(3);
                    assertThat(evidence.getReferenceCounts().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isEqualTo(2_000);
                });
    }

    /// What the judge keeps of a feature, over both windows, with its keys.
    @Test
    void stateOfAFeatureIsBelowFourKilobytes() {
        for (int second = 0; second < 30; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), 2_000));
            monitor.tick();
        }
        Map<String, Integer> bytes = monitor.bytesByFeature();
        assertThat(bytes).containsKeys("income", "age", "colour");
        assertThat(bytes.values()).allSatisfy(size -> assertThat(size).isLessThan(4_096));
    }
}
