package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.Task;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Labels of a model of three classes.
class MulticlassFeedbackTest {
    private static final List<String> CLASSES = List.of("small", "middle", "large");
    private static final TermsSource TERMS = FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST
            .replace("task: regression", "task: multiclass")
            .replace("{name: price, range: [0, 1000]}", "{name: size, classes: [small, middle, large]}")
            .replace("{ridge: {alpha: 1}}", "{logistic: {}}")
            .replace("metric: mae", "metric: log_loss")));

    private final FeedbackRig rig = new FeedbackRig(
            TERMS, FeedbackConfig.DEFAULT, FeedbackRig.temporaryFolder(), new FeedbackRig.Shared(FeedbackRig.START));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void liveMetricsAreThoseOfAllLabelledRows() {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(Row.random(random));
            rig.predict(prediction("r" + i, rows.get(i).probabilities));
            rig.label(rig.truth("r" + i, CLASSES.get(rows.get(i).actual)));
        }
        tick();

        Performance total = rig.newest("total");

        Naive naive = new Naive(rows);
        assertThat(total.getLabelled()).isEqualTo(60);
        assertThat(total.getMetrics().get("accuracy")).isCloseTo(naive.accuracy(), within(1e-12));
        assertThat(total.getMetrics().get("log_loss")).isCloseTo(naive.logLoss(), within(1e-12));
        assertThat(total.getMetrics().get("f1_macro")).isCloseTo(naive.macroF1(), within(1e-12));
        for (int code = 0; code < 3; code++) {
            String name = "[" + CLASSES.get(code) + "]";
            assertThat(total.getMetrics().get("precision" + name)).isCloseTo(naive.precision(code), within(1e-12));
            assertThat(total.getMetrics().get("recall" + name)).isCloseTo(naive.recall(code), within(1e-12));
        }
    }

    @Test
    void anOutcomeSaysWhatWasAnswered() {
        rig.predict(prediction("r", 0.2, 0.7, 0.1));
        rig.label(rig.truth("r", "large"));

        Outcome outcome = rig.outcomes().getFirst();

        assertThat(outcome.getTask()).isEqualTo(Task.MULTICLASS);
        assertThat(outcome.getPredictedClass()).isEqualTo("middle");
        assertThat(outcome.getPredicted()).isEqualTo(0.7);
        assertThat(outcome.getLabel()).isEqualTo("large");
        assertThat(outcome.getProbabilities()).isEqualTo(Map.of("small", 0.2, "middle", 0.7, "large", 0.1));
    }

    /// The first label is taken back with the probability that it was given.
    @Test
    void aCorrectionReplacesTheLabelAndTakesTheOldRowBack() {
        rig.predict(prediction("r", 0.2, 0.7, 0.1));
        rig.predict(prediction("s", 0.6, 0.3, 0.1));
        rig.label(rig.truth("r", "large", 0));
        rig.label(rig.truth("s", "small", 0));
        rig.label(rig.truth("r", "middle", 1));
        tick();

        Performance total = rig.newest("total");

        assertThat(rig.outcomes().getLast().getStatus()).isEqualTo(OutcomeStatus.CORRECTED);
        assertThat(total.getLabelled()).isEqualTo(2);
        assertThat(total.getMetrics().get("accuracy")).isEqualTo(1);
        assertThat(total.getMetrics().get("log_loss")).isCloseTo(-(Math.log(0.7) + Math.log(0.6)) / 2, within(1e-12));
        assertThat(total.getMetrics()).doesNotContainKey("recall[large]");
    }

    @Test
    void aClassThatTheModelDoesNotHaveIsADeadLetter() {
        rig.predict(prediction("r", 0.2, 0.7, 0.1));
        rig.label(rig.truth("r", "huge"));

        List<DeadLetter> letters = rig.deadLetters();

        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().getMessage())
                .contains("'huge'", "expected one of the classes small, middle, large");
        assertThat(rig.outcomes()).isEmpty();
    }

    private void tick() {
        for (int i = 0; i < 3; i++) {
            rig.advance(FeedbackConfig.DEFAULT.interval().plus(Duration.ofMillis(1)));
        }
    }

    private Prediction prediction(String id, double... probabilities) {
        Map<String, Double> byName = new HashMap<>();
        int best = 0;
        for (int code = 0; code < 3; code++) {
            byName.put(CLASSES.get(code), probabilities[code]);
            best = probabilities[code] > probabilities[best] ? code : best;
        }
        return Prediction.newBuilder(rig.prediction(id, probabilities[best]))
                .setTask(Task.MULTICLASS)
                .setPredictedClass(CLASSES.get(best))
                .setProbabilities(byName)
                .build();
    }

    private static final class Row {
        private final int actual;
        private final double[] probabilities;

        private Row(int actual, double[] probabilities) {
            this.actual = actual;
            this.probabilities = probabilities;
        }

        static Row random(Random random) {
            double a = random.nextDouble();
            double b = random.nextDouble() * (1 - a);
            return new Row(random.nextInt(3), new double[] {a, b, 1 - a - b});
        }

        int predicted() {
            int best = 0;
            for (int code = 1; code < 3; code++) {
                best = probabilities[code] > probabilities[best] ? code : best;
            }
            return best;
        }
    }

    /// Metrics as their definitions have them.
    private record Naive(List<Row> rows) {
        double accuracy() {
            return share(
                    rows.stream().filter(row -> row.predicted() == row.actual).count(), rows.size());
        }

        double logLoss() {
            return rows.stream()
                    .mapToDouble(row -> -Math.log(row.probabilities[row.actual]))
                    .average()
                    .orElseThrow();
        }

        double precision(int code) {
            return share(
                    hits(code),
                    rows.stream().filter(row -> row.predicted() == code).count());
        }

        double recall(int code) {
            return share(
                    hits(code), rows.stream().filter(row -> row.actual == code).count());
        }

        double macroF1() {
            double sum = 0;
            for (int code = 0; code < 3; code++) {
                sum += 2 * precision(code) * recall(code) / (precision(code) + recall(code));
            }
            return sum / 3;
        }

        private long hits(int code) {
            return rows.stream()
                    .filter(row -> row.actual == code && row.predicted() == code)
                    .count();
        }

        private static double share(long part, long whole) {
            return (double) part / whole;
        }
    }
}
