package io.tidemark.trainer.sweep.suggest;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Makes losses look normal, which is what a Gaussian process expects of them: the transform of I.-K. Yeo and R. A.
/// Johnson ("A New Family of Power Transformations", Biometrika 2000), with the exponent that makes a normal law most
/// likely. Objectives with a long tail of terrible values are the rule; without it the tail takes all of the
/// process's attention.
final class OutputWarp {
    private static final double LOWEST_EXPONENT = -2;
    /// 1: as it is. Beyond, good values would be pulled together.
    private static final double HIGHEST_EXPONENT = 1;

    private static final int EXPONENTS = 61;

    private OutputWarp() {}

    /// The losses in the same order, with mean 0 and, unless they are all equal, variance 1.
    static double[] warped(double[] losses) {
        double[] standard = standardised(losses);
        double best = HIGHEST_EXPONENT;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < EXPONENTS; i++) {
            double exponent = HIGHEST_EXPONENT - (HIGHEST_EXPONENT - LOWEST_EXPONENT) * i / (EXPONENTS - 1);
            double likelihood = logLikelihood(standard, exponent);
            if (likelihood > highest) {
                highest = likelihood;
                best = exponent;
            }
        }
        double exponent = best;
        return standardised(mapped(standard, value -> yeoJohnson(value, exponent)));
    }

    /// Equation 3.1 of the paper, with the variance profiled out and without constants.
    private static double logLikelihood(double[] values, double exponent) {
        double[] warped = mapped(values, value -> yeoJohnson(value, exponent));
        double jacobian = 0;
        for (double value : values) {
            jacobian += Math.signum(value) * StrictMath.log1p(Math.abs(value));
        }
        return -0.5 * values.length * StrictMath.log(variance(warped)) + (exponent - 1) * jacobian;
    }

    static double yeoJohnson(double value, double exponent) {
        return value >= 0 ? power(value, exponent) : -power(-value, 2 - exponent);
    }

    /// ((1 + value)^exponent - 1) / exponent, and its limit for 0.
    private static double power(double value, double exponent) {
        return Math.abs(exponent) < 1e-9
                ? StrictMath.log1p(value)
                : (StrictMath.pow(1 + value, exponent) - 1) / exponent;
    }

    private static double[] standardised(double[] values) {
        // Divided first: squares of huge losses would overflow.
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        double[] scaled = mapped(values, value -> largest > 0 ? value / largest : value);
        double mean = Arrays.stream(scaled).average().orElse(0);
        double deviation = Math.sqrt(variance(scaled));
        return mapped(scaled, value -> deviation > 0 ? (value - mean) / deviation : 0);
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
    }

    private static double[] mapped(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }
}
