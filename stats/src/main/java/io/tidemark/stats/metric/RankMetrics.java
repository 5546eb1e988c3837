package io.tidemark.stats.metric;

import org.apache.commons.numbers.gamma.Digamma;

/// Area under the ROC curve and average precision, from rows grouped by score.
///
/// Standard errors go by the influence of each row on the value, squared and summed: for the area that is the
/// estimate of E. R. DeLong and others (1988).
final class RankMetrics {
    private final ScoreGroups groups;
    private final double positives;
    private final double negatives;

    RankMetrics(ScoreGroups groups) {
        this.groups = groups;
        positives = groups.positives();
        negatives = groups.negatives();
    }

    /// A value, its standard error, and how far it may be from the exact one when the groups are buckets of scores
    /// whose order inside is lost.
    record Rank(double value, double standardError, double bucketError) {}

    double positives() {
        return positives;
    }

    double negatives() {
        return negatives;
    }

    /// The share of pairs of a positive and a negative row in which the positive one scores higher, ties counting
    /// half. Needs rows of both classes.
    Rank auc() {
        double wins = 0;
        double ties = 0;
        double negativesBelow = 0;
        double squaredPositive = 0;
        double squaredNegative = 0;
        double positivesBelow = 0;
        for (int g = 0; g < groups.size(); g++) {
            double p = groups.positive(g);
            double n = groups.negative(g);
            wins += p * (negativesBelow + n / 2);
            ties += p * n;
            double shareBelow = (negativesBelow + n / 2) / negatives;
            double shareAbove = (positives - positivesBelow - p / 2) / positives;
            squaredPositive += p * shareBelow * shareBelow;
            squaredNegative += n * shareAbove * shareAbove;
            negativesBelow += n;
            positivesBelow += p;
        }
        double auc = wins / positives / negatives;
        double variance =
                varianceOfMean(squaredPositive, auc, positives) + varianceOfMean(squaredNegative, auc, negatives);
        return new Rank(auc, Math.sqrt(variance), ties / 2 / positives / negatives);
    }

    /// The largest difference, up or down, between the shares of the positive and of the negative rows up to a score.
    /// Needs rows of both classes.
    Rank kolmogorovSmirnov() {
        double distance = 0;
        double variance = 0;
        double uncertainty = 0;
        double positivesBelow = 0;
        double negativesBelow = 0;
        for (int g = 0; g < groups.size(); g++) {
            uncertainty =
                    Math.max(uncertainty, Math.max(groups.positive(g) / positives, groups.negative(g) / negatives));
            positivesBelow += groups.positive(g);
            negativesBelow += groups.negative(g);
            double positiveShare = positivesBelow / positives;
            double negativeShare = negativesBelow / negatives;
            if (Math.abs(negativeShare - positiveShare) > distance) {
                distance = Math.abs(negativeShare - positiveShare);
                variance = positiveShare * (1 - positiveShare) / positives
                        + negativeShare * (1 - negativeShare) / negatives;
            }
        }
        return new Rank(distance, Math.sqrt(variance), Math.min(uncertainty, 1 - distance));
    }

    private static double varianceOfMean(double squares, double mean, double rows) {
        return rows < 2 ? 0 : Math.max(0, squares - rows * mean * mean) / (rows - 1) / rows;
    }

    /// The mean over the positive rows of the precision at their score, as scikit-learn has it: no interpolation,
    /// ties taken together. Needs a positive row.
    Rank averagePrecision() {
        int size = groups.size();
        double[] gainOfPositive = new double[size];
        double[] lossOfNegative = new double[size];
        double[] precision = new double[size];
        double sum = 0;
        double found = 0;
        double wrong = 0;
        double uncertainty = 0;
        for (int g = size - 1; g >= 0; g--) {
            double p = groups.positive(g);
            double n = groups.negative(g);
            uncertainty += bucketError(p, n, found, wrong);
            found += p;
            wrong += n;
            double above = found + wrong;
            precision[g] = found / above;
            sum += p * precision[g];
            gainOfPositive[g] = p * wrong / above / above;
            lossOfNegative[g] = p * found / above / above;
        }
        double value = sum / positives;
        double squared = 0;
        double gain = 0;
        double loss = 0;
        // A row changes the precision at its own score and at all lower ones.
        for (int g = 0; g < size; g++) {
            gain += gainOfPositive[g];
            loss += lossOfNegative[g];
            double influence = precision[g] + gain - value;
            squared += groups.positive(g) * influence * influence + groups.negative(g) * loss * loss;
        }
        return new Rank(value, Math.sqrt(squared) / positives, uncertainty / positives);
    }

    /// How far the sum of precisions over one bucket, its rows taken as ties, may be from that of the rows in their
    /// order.
    ///
    /// The highest sum has all positive rows first, tied; the lowest one all negative rows first, then the positive
    /// ones one by one.
    private static double bucketError(double p, double n, double found, double wrong) {
        double rows = found + wrong;
        double tied = p * (found + p) / (rows + p + n);
        double highest = p * (found + p) / (rows + p);
        double lowest = oneByOne(p, found, rows + n);
        return p == 0 ? 0 : Math.max(highest - tied, tied - lowest);
    }

    /// Sum over k from 1 to p of (found + k) / (rows + k), by the digamma function.
    private static double oneByOne(double p, double found, double rows) {
        return p - (rows - found) * (Digamma.value(rows + p + 1) - Digamma.value(rows + 1));
    }
}
