package io.tidemark.trainer.pipeline;

import io.tidemark.stats.metric.MostProbable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Tables of scores, `[rows * outputs]`, row by row: one score a row, or the probabilities of several classes.
public final class Scores {
    private Scores() {}

    /// How many scores a row has.
    ///
    /// @param rows number of rows, 1 or more
    public static int outputs(double[] scores, int rows) {
        if (rows < 1 || scores.length % rows != 0) {
            throw new IllegalArgumentException(
                    "Found " + scores.length + " scores of " + rows + " rows, expected as many for each.");
        }
        return scores.length / rows;
    }

    /// The scores of one row.
    ///
    /// @param rows how many rows there are
    public static List<Double> ofRow(double[] scores, int rows, int row) {
        int outputs = outputs(scores, rows);
        return Arrays.stream(scores, row * outputs, (row + 1) * outputs).boxed().toList();
    }

    /// Rows from the lowest score to the highest; of several classes by the class that is answered and its probability,
    /// so that rows spread over this order are of all classes.
    ///
    /// @param rows how many rows there are
    public static int[] ascending(double[] scores, int rows) {
        int outputs = outputs(scores, rows);
        Comparator<Integer> byClass = Comparator.comparingInt(row -> MostProbable.of(scores, row, outputs));
        return IntStream.range(0, rows)
                .boxed()
                .sorted(byClass.thenComparingDouble(
                        row -> scores[row * outputs + MostProbable.of(scores, row, outputs)]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// The scores of some rows.
    ///
    /// @param rows how many rows there are
    /// @param picked indices of rows, any number of times each
    public static double[] pick(double[] scores, int rows, int[] picked) {
        int outputs = outputs(scores, rows);
        return IntStream.of(picked)
                .flatMap(row -> IntStream.range(row * outputs, (row + 1) * outputs))
                .mapToDouble(at -> scores[at])
                .toArray();
    }
}
