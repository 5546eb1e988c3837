package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Alert;
import io.tidemark.event.MetricInterval;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.Task;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.ErrorModel;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.model.bundle.PredictionIntervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a performance record says beside the metrics.
class PerformanceDetailTest {
    private static final String BINARY = FeedbackRig.MANIFEST
            .replace("task: regression", "task: binary")
            .replace("{name: price, range: [0, 1000]}", "{name: price, classes: [0, 1]}")
            .replace("ridge", "logistic")
            .replace("metric: mae", "metric: auc");

    @Test
    void metricsHaveIntervalsAndLabelsTheirDelays() {
        try (FeedbackRig rig = new FeedbackRig()) {
            for (int i = 0; i < 50; i++) {
                rig.predict(rig.prediction("r" + i, 500));
            }
            for (int i = 0; i < 40; i++) {
                rig.advance(Duration.ofSeconds(1));
                rig.label(rig.truth("r" + i, 500.0 + i % 10));
            }
            tick(rig);

            Performance total = rig.newest("total");

            MetricInterval mae = Objects.requireNonNull(total.getIntervals().get("mae"));
            assertThat(total.getMetrics().get("mae")).isEqualTo(4.5);
            assertThat(mae.getLow()).isBetween(3.0, 4.0);
            assertThat(mae.getHigh()).isBetween(5.0, 6.0);
            assertThat(total.getErrorBounds()).isEmpty();
            assertThat(total.getLabelDelayMs()).containsEntry("p50", 20_500.0).containsEntry("max", 40_000.0);
            assertThat(total.getEstimated()).isEmpty();
        }
    }

    @Test
    void errorsToBeExpectedGrowWithTheWidthsOfTheIntervalsBeforeAnyLabelComes() {
        VersionTerms known =
                FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)).of("homes", FeedbackRig.SHA);
        ErrorModel errors = new ErrorModel(new PredictionIntervals(0.9, List.of(300.0), List.of(10.0, 30.0)), 300);
        try (FeedbackRig rig = rig((model, sha) -> expecting(known, errors))) {
            for (int i = 0; i < 40; i++) {
                rig.predict(rig.prediction("r" + i, i % 4 == 0 ? 200 : 400));
            }
            tick(rig);

            Performance total = rig.newest("total");

            // Half widths of 10 and 30 in the proportion of 1 to 3 are 25 on average, in training 20.
            assertThat(total.getLabelled()).isZero();
            assertThat(total.getEstimated().get("mae")).isCloseTo(10 * 25 / 20.0, within(1e-12));
        }
    }

    private static VersionTerms expecting(VersionTerms known, ErrorModel errors) {
        return new VersionTerms(
                known.labels(),
                known.code(),
                known.threshold(),
                known.segments(),
                known.performance(),
                known.confirmations(),
                known.baseline(),
                known.rollout(),
                Optional.of(errors),
                known.measured());
    }

    @Test
    void ofProbabilitiesQualityIsEstimatedAndRealisedBesideIt() {
        SplittableRandom random = new SplittableRandom(5);
        try (FeedbackRig rig = rig(FeedbackRig.source(FeedbackRig.manifest(BINARY)))) {
            for (int i = 0; i < 800; i++) {
                double probability = random.nextDouble();
                rig.predict(binary(rig, "r" + i, probability));
                if (i % 2 == 0) {
                    rig.label(rig.truth("r" + i, random.nextDouble() < probability ? 1L : 0L));
                }
            }
            tick(rig);

            Performance total = rig.newest("total");

            assertThat(total.getLabelled()).isEqualTo(400);
            for (String metric : List.of("accuracy", "recall", "precision", "auc", "brier", "log_loss")) {
                assertThat(total.getEstimated().get(metric))
                        .as(metric)
                        .isCloseTo(total.getMetrics().get(metric), within(0.1));
            }
        }
    }

    private static Prediction binary(FeedbackRig rig, String id, double probability) {
        return Prediction.newBuilder(rig.prediction(id, probability))
                .setTask(Task.BINARY)
                .setPredictedClass(probability >= 0.5 ? "1" : "0")
                .build();
    }

    /// Training had 10 as well: nothing is lost against it, but the rule is broken inland.
    @Test
    void aRuleThatOneSegmentBreaksOpensTheAlert() {
        String manifest = FeedbackRig.MANIFEST.replace("min_labels: 10}", "min_labels: 10, rules: [\"mae > 12\"]}");
        try (FeedbackRig rig = rig(FeedbackRig.source(FeedbackRig.manifest(manifest)))) {
            List<Alert> alerts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                boolean inland = i % 3 == 0;
                rig.predict(rig.prediction("r" + i, 500, 1, inland ? "inland" : "coast", rig.now()));
                rig.label(rig.truth("r" + i, inland ? 515.0 : 505.0));
                rig.advance(Duration.ofSeconds(1));
                alerts.addAll(rig.alerts());
            }

            assertThat(alerts).hasSize(1);
            assertThat(alerts.getFirst().getTitle()).endsWith("mae 15.00 breaks the rule mae > 12.0");
            assertThat(alerts.getFirst().getMessage()).contains("region = inland");
            assertThat(alerts.getFirst().getEvidence()).anySatisfy(evidence -> {
                assertThat(evidence.getSubject()).isEqualTo("fast, region = inland");
                assertThat(evidence.getThreshold()).isEqualTo(12.0);
            });
        }
    }

    @Test
    void nothingIsEstimatedOfAVersionWithoutErrorModel() {
        try (FeedbackRig rig = new FeedbackRig()) {
            rig.predict(rig.prediction("r", 500));
            tick(rig);
            assertThat(rig.newest("total").getEstimated()).isEqualTo(Map.of());
        }
    }

    /// One to send what is new, one to tell of it.
    private static void tick(FeedbackRig rig) {
        rig.advance(Duration.ofSeconds(1));
        rig.advance(Duration.ofSeconds(1));
    }

    private static FeedbackRig rig(TermsSource terms) {
        return new FeedbackRig(
                terms,
                FeedbackConfig.DEFAULT,
                FeedbackRig.temporaryFolder(),
                new FeedbackRig.Shared(FeedbackRig.START));
    }
}
