package io.tidemark.trainer.pipeline;

import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.MetricReport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The probability from which on answering with the positive class has the best F1.
///
/// It is found on rows that were held back from training, by the scores of a twin of the model; the rows that judge
/// have no part in it.
///
/// @param threshold the probability, 0 to 1
/// @param f1 F1 on the rows that were held back, 0 to 1
/// @param report all metrics of the model at that threshold, on the rows that judge
public record TunedThreshold(double threshold, double f1, MetricReport report) {
    static TunedThreshold of(CalibrationTwin twin, double[] judgedTarget, double[] judgedScores) {
        Found found = best(twin.scores(), twin.actual(), twin.weights());
        return new TunedThreshold(
                found.threshold(),
                found.f1(),
                BinaryAccumulator.of(judgedTarget, judgedScores, found.threshold())
                        .report());
    }

    /// Looks at each score as a threshold, from the highest down; between two scores the threshold lies in the middle.
    /// Of equals the highest is found, which answers with the positive class least often.
    static Found best(double[] scores, double[] actual, double[] weights) {
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .toList();
        double positives = IntStream.range(0, scores.length)
                .filter(row -> actual[row] == 1)
                .mapToDouble(row -> weights[row])
                .sum();
        Found best = new Found(BinaryAccumulator.USUAL_THRESHOLD, 0);
        double hits = 0;
        double answered = 0;
        for (int i = 0; i < order.size(); i++) {
            int row = order.get(i);
            answered += weights[row];
            hits += actual[row] == 1 ? weights[row] : 0;
            boolean isLast = i + 1 == order.size();
            double next = isLast ? 0 : scores[order.get(i + 1)];
            double f1 = 2 * hits / (answered + positives);
            if ((isLast || next < scores[row]) && f1 > best.f1()) {
                best = new Found((scores[row] + next) / 2, f1);
            }
        }
        return best;
    }

    /// A threshold and what it comes to.
    record Found(double threshold, double f1) {}
}
