package io.tidemark.trainer.sweep.gp;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/// The logarithm of the expected improvement over the best value so far, when lower is better. The logarithm still
/// tells points apart, and has a slope, where the improvement itself underflows (S. Ament et al., "Unexpected
/// Improvements to Expected Improvement for Bayesian Optimization", NeurIPS 2023).
public final class LogExpectedImprovement {
    private final GaussianProcess process;
    private final double best;

    /// @param best value to improve on
    public LogExpectedImprovement(GaussianProcess process, double best) {
        this.process = process;
        this.best = best;
    }

    /// At a point.
    public double value(double[] at) {
        GaussianProcess.Prediction prediction = process.predict(at);
        double z = (best - prediction.mean()) / prediction.deviation();
        return StrictMath.log(prediction.deviation()) + Unit.at(z).log();
    }

    /// At a point, with the derivatives by its coordinates.
    ///
    /// @param gradient is filled in
    public double value(double[] at, double[] gradient) {
        double[] ofMean = new double[at.length];
        double[] ofDeviation = new double[at.length];
        GaussianProcess.Prediction prediction = process.predict(at, ofMean, ofDeviation);
        double deviation = prediction.deviation();
        Unit unit = Unit.at((best - prediction.mean()) / deviation);
        for (int d = 0; d < gradient.length; d++) {
            gradient[d] = (unit.density() * ofDeviation[d] - unit.probability() * ofMean[d]) / deviation;
        }
        return StrictMath.log(deviation) + unit.log();
    }

    /// h(z) = phi(z) + z Phi(z), what a standard normal variable is expected to exceed -z by.
    ///
    /// @param log ln h(z)
    /// @param density phi(z) / h(z)
    /// @param probability Phi(z) / h(z)
    record Unit(double log, double density, double probability) {
        private static final double LN_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);
        private static final double ROOT_HALF_PI = Math.sqrt(Math.PI / 2);
        private static final double ROOT_TWO = Math.sqrt(2);
        /// Above, h is the sum it is defined as; below, the sum cancels.
        private static final double NEAR = -1;
        /// Below, 1 + z Phi(z)/phi(z) cancels too, and two terms of its expansion are exact to ten digits.
        private static final double FAR = -1000;

        static Unit at(double z) {
            if (z > NEAR) {
                double phi = StrictMath.exp(-z * z / 2 - LN_ROOT_TWO_PI);
                double cumulative = Erfc.value(-z / ROOT_TWO) / 2;
                double h = phi + z * cumulative;
                return new Unit(StrictMath.log(h), phi / h, cumulative / h);
            }
            // Phi(z) / phi(z)
            double mills = ROOT_HALF_PI * Erfcx.value(-z / ROOT_TWO);
            double share = z > FAR ? 1 + z * mills : (1 - 3 / (z * z)) / (z * z);
            return new Unit(-z * z / 2 - LN_ROOT_TWO_PI + StrictMath.log(share), 1 / share, mills / share);
        }
    }
}
