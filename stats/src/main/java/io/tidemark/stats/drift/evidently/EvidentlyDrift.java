package io.tidemark.stats.drift.evidently;

import io.tidemark.stats.drift.ChiSquare;
import io.tidemark.stats.drift.CramerVonMises;
import io.tidemark.stats.drift.Divergence;
import io.tidemark.stats.drift.KolmogorovSmirnov;
import io.tidemark.stats.drift.TestResult;
import io.tidemark.stats.drift.Wasserstein;
import io.tidemark.stats.drift.evidently.ColumnPair.Counts;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Drift scores of a column as Evidently 0.7.21 computes them.
///
/// Where Evidently raises an error or answers NaN (no values on a side, one distinct value for a chi-square test),
/// the score is absent. Three of its answers are not reproduced to the last digit. Its Hellinger distance takes the
/// root of a difference that rounding decides when both sides are nearly equal: there it agrees to 1e-7 only. Its
/// exact Cramer-von Mises test, up to 20 rows a side, counts in a number type of three digits (or fails on NumPy 2):
/// here it is SciPy's. Its permutation test of the total variation distance depends on NumPy's random numbers and is
/// not offered.
public final class EvidentlyDrift {
    /// Takes the place of a share of 0 in PSI and Kullback-Leibler.
    private static final double ZERO_SHARE = 0.0001;

    /// When a share this small occurs, zeros become a millionth of the smallest one instead.
    private static final double ZERO_SHARE_DIVISOR = 1e6;

    private EvidentlyDrift() {}

    /// A column's score, held against the default threshold of its method.
    ///
    /// @param method how it was computed
    /// @param score a distance or a probability, as the method says
    /// @param drifted whether Evidently calls it drift
    public record Finding(EvidentlyMethod method, double score, boolean drifted) {}

    /// The score by the method that Evidently chooses for such a column; absent when it is not defined.
    public static Optional<Finding> drift(ColumnKind kind, double[] reference, double[] current) {
        return defaultMethod(kind, reference, current).flatMap(method -> drift(method, kind, reference, current));
    }

    /// The score by this method at its default threshold; absent when it is not defined.
    public static Optional<Finding> drift(
            EvidentlyMethod method, ColumnKind kind, double[] reference, double[] current) {
        OptionalDouble score = score(method, kind, reference, current);
        return score.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        method, score.getAsDouble(), method.isDrift(score.getAsDouble(), method.threshold())));
    }

    /// The method that Evidently chooses by itself: from the number of reference rows and of distinct values, both
    /// without missing ones. Absent when nothing is left on a side.
    public static Optional<EvidentlyMethod> defaultMethod(ColumnKind kind, double[] reference, double[] current) {
        return ColumnPair.of(kind, reference, current).map(pair -> {
            int distinct = pair.values().length;
            boolean numbers = kind != ColumnKind.CATEGORY;
            if (pair.reference.length > 1000) {
                return numbers && distinct > 5 ? EvidentlyMethod.WASSERSTEIN : EvidentlyMethod.JENSEN_SHANNON;
            }
            if (numbers && distinct > 5) {
                return EvidentlyMethod.KOLMOGOROV_SMIRNOV;
            }
            return distinct > 2 ? EvidentlyMethod.CHI_SQUARE : EvidentlyMethod.Z_TEST;
        });
    }

    /// The score of a column; absent when it is not defined.
    public static OptionalDouble score(EvidentlyMethod method, ColumnKind kind, double[] reference, double[] current) {
        Optional<ColumnPair> cleaned = ColumnPair.of(kind, reference, current);
        if (cleaned.isEmpty()) {
            return OptionalDouble.empty();
        }
        ColumnPair pair = cleaned.get();
        return switch (method) {
            case PSI -> divergence(pair, true, Divergence::psi);
            case KL_DIVERGENCE -> divergence(pair, true, Divergence::kullbackLeibler);
            case JENSEN_SHANNON -> divergence(pair, false, Divergence::jensenShannon);
            case HELLINGER -> kind == ColumnKind.CATEGORY ? categoryHellinger(pair) : numericHellinger(pair);
            case WASSERSTEIN -> Wasserstein.normed(reference, current);
            case KOLMOGOROV_SMIRNOV -> pValue(KolmogorovSmirnov.test(reference, current));
            case CRAMER_VON_MISES -> pValue(CramerVonMises.test(reference, current));
            case CHI_SQUARE -> chiSquare(pair.perValue());
            case Z_TEST -> OptionalDouble.of(zTest(pair));
        };
    }

    /// Total variation distance over the bins of the Jensen-Shannon distance, without the permutation test that
    /// Evidently makes of it; absent when it is not defined.
    public static OptionalDouble totalVariation(ColumnKind kind, double[] reference, double[] current) {
        return ColumnPair.of(kind, reference, current)
                .map(pair -> divergence(pair, false, Divergence::totalVariation))
                .orElse(OptionalDouble.empty());
    }

    /// Largest difference of a share over the same bins; absent when it is not defined.
    public static OptionalDouble lInfinity(ColumnKind kind, double[] reference, double[] current) {
        return ColumnPair.of(kind, reference, current)
                .map(pair -> divergence(pair, false, Divergence::lInfinity))
                .orElse(OptionalDouble.empty());
    }

    private interface Formula {
        double apply(double[] reference, double[] current);
    }

    private static OptionalDouble divergence(ColumnPair pair, boolean fillZeros, Formula formula) {
        Optional<Counts> counts = pair.binned();
        if (counts.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] reference = shares(counts.get().reference, pair.reference.length);
        double[] current = shares(counts.get().current, pair.current.length);
        if (fillZeros) {
            fillZeros(reference);
            fillZeros(current);
        }
        return OptionalDouble.of(formula.apply(reference, current));
    }

    private static double[] shares(long[] counts, double rows) {
        return Arrays.stream(counts).mapToDouble(count -> count / rows).toArray();
    }

    private static void fillZeros(double[] shares) {
        double smallest = Arrays.stream(shares).filter(share -> share > 0).min().orElseThrow();
        double filling = smallest <= ZERO_SHARE ? smallest / ZERO_SHARE_DIVISOR : ZERO_SHARE;
        Arrays.setAll(shares, i -> shares[i] == 0 ? filling : shares[i]);
    }

    private static OptionalDouble categoryHellinger(ColumnPair pair) {
        Counts counts = pair.perValue();
        return OptionalDouble.of(Divergence.hellinger(
                shares(counts.reference, pair.reference.length), shares(counts.current, pair.current.length)));
    }

    /// Over bins whose number goes by the distinct values, on densities times the mean width of a bin.
    private static OptionalDouble numericHellinger(ColumnPair pair) {
        double[] values = pair.values();
        Optional<SturgesBins> made =
                SturgesBins.over(values[0], values[values.length - 1], values.length, pair.kind == ColumnKind.INTEGER);
        if (made.isEmpty()) {
            return OptionalDouble.empty();
        }
        SturgesBins bins = made.get();
        long[] reference = bins.counts(pair.reference);
        long[] current = bins.counts(pair.current);
        double width = bins.range() / bins.count();
        double overlap = 0;
        for (int i = 0; i < bins.count(); i++) {
            double r = reference[i] / bins.width(i) / pair.reference.length;
            double c = current[i] / bins.width(i) / pair.current.length;
            overlap += Math.sqrt(r * c) * width;
        }
        return OptionalDouble.of(Math.sqrt(1 - Math.clamp(overlap, 0, 1)));
    }

    private static OptionalDouble chiSquare(Counts counts) {
        return pValue(ChiSquare.goodnessOfFit(counts.reference, counts.current));
    }

    /// Two-sided test of the shares of rows that differ from the smallest value.
    private static double zTest(ColumnPair pair) {
        double[] values = pair.values();
        if (values.length == 1) {
            return 1;
        }
        double n = pair.reference.length;
        double m = pair.current.length;
        double share = shareAbove(values[0], pair.reference);
        double currentShare = shareAbove(values[0], pair.current);
        double pooled = (share * n + currentShare * m) / (n + m);
        double z = (share - currentShare) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z)));
    }

    private static double shareAbove(double smallest, double[] values) {
        return Arrays.stream(values).filter(value -> value > smallest).count() / (double) values.length;
    }

    private static OptionalDouble pValue(Optional<TestResult> result) {
        return result.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(result.get().pValue());
    }
}
