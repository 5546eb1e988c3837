package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.stats.metric.RegressionAccumulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A messy hour of predictions and labels, against a reader who has everything before him.
class BalanceTest {
    private static final int REQUESTS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBalanceHoldsAtEachMomentAndOutcomesAndMetricsAreThoseOfTheBatch(long seed) {
        Random random = new Random(seed);
        try (FeedbackRig rig = new FeedbackRig()) {
            List<Runnable> arrivals = new ArrayList<>();
            Map<String, Double> predicted = new HashMap<>();
            Map<String, Map<Integer, Double>> labels = new HashMap<>();
            int labelsSent = 0;
            for (int i = 0; i < REQUESTS; i++) {
                String id = "r" + i;
                if (random.nextInt(10) > 0) {
                    double value = random.nextInt(1_000);
                    predicted.put(id, value);
                    Prediction prediction = rig.prediction(id, value, 1, "coast", FeedbackRig.START);
                    arrivals.add(() -> rig.predict(prediction));
                    if (random.nextInt(10) == 0) {
                        arrivals.add(() -> rig.predict(prediction));
                    }
                }
                for (int count = random.nextInt(4); count > 0; count--) {
                    int revision = random.nextInt(3);
                    double label = labels.computeIfAbsent(id, key -> new HashMap<>())
                            .computeIfAbsent(revision, key -> (double) random.nextInt(1_000));
                    GroundTruth truth = rig.truth(id, label, revision);
                    arrivals.add(() -> rig.label(truth));
                    labelsSent++;
                }
            }
            java.util.Collections.shuffle(arrivals, random);
            for (Runnable arrival : arrivals) {
                arrival.run();
                if (random.nextInt(20) == 0) {
                    rig.advance(Duration.ofSeconds(1));
                    assertThat(rig.predictions("matched") + rig.predictions("expired") + rig.predictions("open"))
                            .isEqualTo(rig.predictionsSoFar());
                }
            }
            rig.advance(Duration.ofSeconds(1));
            rig.advance(Duration.ofSeconds(1));

            Map<String, Double> truth = new HashMap<>();
            labels.forEach((id, revisions) -> {
                if (predicted.containsKey(id)) {
                    truth.put(
                            id,
                            revisions.get(revisions.keySet().stream()
                                    .mapToInt(Integer::intValue)
                                    .max()
                                    .orElseThrow()));
                }
            });
            Map<String, Double> found = new HashMap<>();
            for (Outcome outcome : rig.outcomes()) {
                Double before = found.put(outcome.getRequestId(), (Double) outcome.getLabel());
                assertThat(before == null).isEqualTo(outcome.getStatus() == OutcomeStatus.MATCHED);
            }
            assertThat(found).isEqualTo(truth);

            RegressionAccumulator batch = new RegressionAccumulator();
            truth.forEach((id, label) -> batch.add(label, predicted.getOrDefault(id, Double.NaN)));
            Performance total = rig.newest("total");
            assertThat(total.getPredictions()).isEqualTo(predicted.size());
            assertThat(total.getLabelled()).isEqualTo(truth.size());
            assertThat(total.getMetrics()).isEqualTo(batch.report().values());

            rig.advance(Duration.ofHours(1));
            rig.advance(Duration.ofHours(23));
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.predictions("matched")).isEqualTo(truth.size());
            assertThat(rig.predictions("expired")).isEqualTo(predicted.size() - truth.size());
            assertThat(rig.predictions("open")).isZero();
            assertThat(rig.labels("pending")).isZero();
            long ended = 0;
            for (LabelEnd end : LabelEnd.values()) {
                ended += rig.labels(end.name().toLowerCase(Locale.ROOT));
            }
            assertThat(ended).isEqualTo(labelsSent);
            assertThat(rig.labels("orphaned"))
                    .isEqualTo(labels.keySet().stream()
                            .filter(id -> !predicted.containsKey(id))
                            .count());
            assertThat(rig.requestsHeld()).isZero();
            rig.advance(Duration.ofSeconds(1));
            Performance last = rig.newest("total");
            assertThat(last.getExpired()).isEqualTo(predicted.size() - truth.size());
            assertThat(last.getMetrics().get("mae"))
                    .isCloseTo(total.getMetrics().get("mae"), within(0.0));
        }
    }
}
