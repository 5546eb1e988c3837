package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;

/// Area under the ROC curve and average precision of weighted rows.
final class WeightedRanks {
    /// Weight of the positive rows in the `i` lowest groups of equal score.
    private final double[] positivesBelow;

    /// Weight of the negative rows in the `i` lowest groups of equal score.
    private final double[] negativesBelow;

    private int groups;

    /// @param rows the rows that count, one or more
    /// @param actual outcomes, 0 or 1
    /// @param scores scores, the higher the more likely 1
    /// @param weights weights above 0
    WeightedRanks(int[] rows, double[] actual, double[] scores, double[] weights) {
        positivesBelow = new double[rows.length + 1];
        negativesBelow = new double[rows.length + 1];
        int[] order = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        ExactSum positives = new ExactSum();
        ExactSum negatives = new ExactSum();
        int next = 0;
        while (next < order.length) {
            double score = scores[order[next]];
            while (next < order.length && scores[order[next]] == score) {
                int row = order[next++];
                (actual[row] == 1 ? positives : negatives).add(weights[row]);
            }
            groups++;
            positivesBelow[groups] = positives.value();
            negativesBelow[groups] = negatives.value();
        }
    }

    /// Empty with one class only.
    OptionalDouble auc() {
        double positives = positivesBelow[groups];
        double negatives = negativesBelow[groups];
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        ExactSum wins = new ExactSum();
        for (int g = 0; g < groups; g++) {
            double gained = positivesBelow[g + 1] - positivesBelow[g];
            wins.add(gained * (negativesBelow[g] + negativesBelow[g + 1]) / 2);
        }
        return OptionalDouble.of(wins.value() / positives / negatives);
    }

    /// 0 without positive rows, as scikit-learn has it.
    double averagePrecision() {
        double positives = positivesBelow[groups];
        if (positives == 0) {
            return 0;
        }
        ExactSum sum = new ExactSum();
        for (int g = 0; g < groups; g++) {
            double gained = positivesBelow[g + 1] - positivesBelow[g];
            double found = positives - positivesBelow[g];
            double wrong = negativesBelow[groups] - negativesBelow[g];
            sum.add(gained * found / (found + wrong));
        }
        return sum.value() / positives;
    }
}
