package io.tidemark.stats.metric;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// Two-sided confidence intervals at one level.
final class Confidence {
    private final double tail;
    private final double z;

    /// Student's quantile for the rows it was last asked for: the metrics of a report have the same.
    private double t;

    private long rowsOfT;

    /// @param level probability that an interval holds the true value, above 0 and below 1
    Confidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "Found confidence level " + level + ", expected a probability above 0 and below 1, such as 0.95.");
        }
        tail = (1 - level) / 2;
        z = NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
    }

    /// The quantile of the normal law.
    double z() {
        return z;
    }

    /// A mean of n rows with this sum of squared distances from it, by Student's law; empty below two rows.
    Optional<Interval> ofMean(double mean, double squaresAboutMean, long rows) {
        if (rows < 2) {
            return Optional.empty();
        }
        double standardError = Math.sqrt(Math.max(0, squaresAboutMean) / (rows - 1.0) / rows);
        return ofStandardError(mean, standardError, rows);
    }

    /// An estimate from n rows with a standard error, by Student's law; empty below two rows or without a usable error.
    Optional<Interval> ofStandardError(double estimate, double standardError, long rows) {
        if (rows < 2 || !Double.isFinite(standardError)) {
            return Optional.empty();
        }
        double reach = student(rows) * standardError;
        return Optional.of(new Interval(estimate - reach, estimate + reach));
    }

    private double student(long rows) {
        if (rows != rowsOfT) {
            rowsOfT = rows;
            t = TDistribution.of(rows - 1.0).inverseSurvivalProbability(tail);
        }
        return t;
    }

    /// A share of `hits` in `trials` independent rows, by E. B. Wilson's score (1927), which holds for few rows and
    /// for shares of 0 and 1; empty without trials.
    Optional<Interval> ofShare(long hits, long trials) {
        return trials == 0 ? Optional.empty() : Optional.of(ofShare(hits / (double) trials, (double) trials));
    }

    private Interval ofShare(double share, double trials) {
        double z2 = z * z;
        double middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double reach = z / (1 + z2 / trials) * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials));
        // The ends of 0 and 1 are exact; rounding must not cut the share itself off.
        return new Interval(Math.min(share, middle - reach), Math.max(share, middle + reach)).within(0, 1);
    }

    /// A value between 0 and 1 with a standard error, on the logit scale, so that the ends stay inside. Where the
    /// error is 0 (a perfect or hopeless score) it says nothing, and the value counts as a share of `trials`.
    Interval ofScore(double score, double standardError, double trials) {
        double spread = score * (1 - score);
        if (!(standardError > 0) || !(spread > 0)) {
            return ofShare(score, trials);
        }
        double logit = Math.log(score / (1 - score));
        double reach = z * standardError / spread;
        return new Interval(logistic(logit - reach), logistic(logit + reach));
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
