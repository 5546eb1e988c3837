package io.tidemark.scoring.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.Task;
import io.tidemark.scoring.replay.PairedComparison.Errors;
import io.tidemark.scoring.replay.PairedComparison.Mean;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    @Test
    void withoutRowsThereIsNothingToSay() {
        PairedComparison.Result result = comparison(0, Map.of()).result();

        assertThat(result.difference().rows()).isZero();
        assertThat(result.difference().value()).isNaN();
        assertThat(result.beyond()).isZero();
        assertThat(result.largest()).isEmpty();
    }

    @Test
    void oneRowHasAMeanAndNoInterval() {
        PairedComparison comparison = comparison(0, Map.of());
        add(comparison, 7, "a", 1, 3);

        Mean difference = comparison.result().difference();
        assertThat(difference.value()).isEqualTo(2);
        assertThat(difference.low()).isNaN();
    }

    /// Twin: mean and variance in two passes.
    @Test
    void meanAndIntervalAreThoseOfTheTextbook() {
        Random random = new Random(11);
        double[] differences = random.doubles(500, -3, 5).toArray();
        PairedComparison comparison = comparison(1, Map.of());
        for (int i = 0; i < differences.length; i++) {
            add(comparison, i, "r" + i, 1_000, 1_000 + differences[i]);
        }
        double mean = 0;
        int beyond = 0;
        for (double difference : differences) {
            mean += difference / differences.length;
            beyond += Math.abs(difference) > 1 ? 1 : 0;
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double halfWidth = 1.959963984540054 * Math.sqrt(squares / 499 / 500);

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().value()).isCloseTo(mean, within(1e-9));
        assertThat(result.difference().low()).isCloseTo(mean - halfWidth, within(1e-9));
        assertThat(result.difference().high()).isCloseTo(mean + halfWidth, within(1e-9));
        assertThat(result.beyond()).isEqualTo(beyond / 500.0);
    }

    @Test
    void errorsAreComparedOnRowsWithALabelAlone() {
        PairedComparison comparison = comparison(0, Map.of("a", new Truth.OfNumber(10), "b", new Truth.OfNumber(10)));
        add(comparison, 0, "a", 12, 11);
        add(comparison, 1, "b", 7, 10);
        add(comparison, 2, "c", 0, 100);

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().rows()).isEqualTo(3);
        Errors squared = result.errors().getFirst();
        assertThat(squared.loss()).isEqualTo(PairedLoss.SQUARED_ERROR);
        assertThat(squared.live().value()).isEqualTo((4 + 9) / 2.0);
        assertThat(squared.other().value()).isEqualTo(0.5);
        assertThat(squared.change().value()).isEqualTo((-3 - 9) / 2.0);
        assertThat(squared.change().rows()).isEqualTo(2);
        Errors absolute = result.errors().getLast();
        assertThat(absolute.loss()).isEqualTo(PairedLoss.ABSOLUTE_ERROR);
        assertThat(absolute.live().value()).isEqualTo((2 + 3) / 2.0);
        assertThat(absolute.change().value()).isEqualTo((-1 - 3) / 2.0);
    }

    @Test
    void ofTwoClassesTheProbabilityOfTheTrueOneCounts() {
        PairedComparison comparison =
                new PairedComparison(0.05, PairedLoss.of(Task.BINARY), Map.of("a", new Truth.OfClass("bad")));
        comparison.add(
                new RequestPlace(0, 0),
                "a",
                new PairedAnswer(0.4, "good", Map.of("good", 0.6, "bad", 0.4)),
                new PairedAnswer(0.7, "bad", Map.of("good", 0.3, "bad", 0.7)));

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().value()).isCloseTo(0.3, within(1e-12));
        assertThat(result.classesDiffer()).isEqualTo(1);
        assertErrors(result, PairedLoss.BRIER, 0.6 * 0.6, 0.3 * 0.3);
        assertErrors(result, PairedLoss.LOG_LOSS, -Math.log(0.4), -Math.log(0.7));
        assertErrors(result, PairedLoss.WRONG_CLASS, 1, 0);
    }

    @Test
    void ofSeveralClassesAllProbabilitiesCount() {
        PairedComparison comparison =
                new PairedComparison(0.05, PairedLoss.of(Task.MULTICLASS), Map.of("a", new Truth.OfClass("red")));
        comparison.add(
                new RequestPlace(0, 0),
                "a",
                new PairedAnswer(0.5, "red", Map.of("red", 0.5, "green", 0.3, "blue", 0.2)),
                new PairedAnswer(0.6, "blue", Map.of("red", 0.4, "green", 0.0, "blue", 0.6)));

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().value())
                .as("of the probability of red, which was answered")
                .isCloseTo(-0.1, within(1e-12));
        assertErrors(result, PairedLoss.BRIER, 0.25 + 0.09 + 0.04, 0.36 + 0.36);
        assertErrors(result, PairedLoss.LOG_LOSS, -Math.log(0.5), -Math.log(0.4));
        assertErrors(result, PairedLoss.WRONG_CLASS, 0, 1);
    }

    @Test
    void aTruthThatWasRuledOutHasAFiniteLogLoss() {
        PairedComparison comparison =
                new PairedComparison(0, PairedLoss.of(Task.BINARY), Map.of("a", new Truth.OfClass("new")));
        PairedAnswer sure = new PairedAnswer(1, "good", Map.of("good", 1.0, "bad", 0.0));
        comparison.add(new RequestPlace(0, 0), "a", sure, sure);

        assertErrors(comparison.result(), PairedLoss.LOG_LOSS, -Math.log(1e-15), -Math.log(1e-15));
    }

    private static void assertErrors(PairedComparison.Result result, PairedLoss loss, double live, double other) {
        Errors errors = result.errors().stream()
                .filter(found -> found.loss() == loss)
                .findFirst()
                .orElseThrow();
        assertThat(errors.live().value()).isCloseTo(live, within(1e-12));
        assertThat(errors.other().value()).isCloseTo(other, within(1e-12));
        assertThat(errors.change().value()).isCloseTo(other - live, within(1e-12));
    }

    private static PairedComparison comparison(double differBy, Map<String, Truth> labels) {
        return new PairedComparison(differBy, PairedLoss.of(Task.REGRESSION), labels);
    }

    private static void add(PairedComparison comparison, long offset, String id, double live, double other) {
        comparison.add(new RequestPlace(0, offset), id, PairedAnswer.ofNumber(live), PairedAnswer.ofNumber(other));
    }

    @Test
    void theTenLargestDifferencesComeInOrder() {
        PairedComparison comparison = comparison(0, new HashMap<>());
        for (int i = 0; i < 50; i++) {
            add(comparison, i, "r" + i, 0, i % 2 == 0 ? i : -i);
        }

        assertThat(comparison.result().largest())
                .extracting(PairedComparison.Pair::requestId)
                .containsExactly("r49", "r48", "r47", "r46", "r45", "r44", "r43", "r42", "r41", "r40");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> comparison(-1, Map.of())).hasMessageContaining("-1.0, expected 0 or more");
    }
}
