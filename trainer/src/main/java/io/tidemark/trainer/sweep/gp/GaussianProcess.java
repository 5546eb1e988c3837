package io.tidemark.trainer.sweep.gp;

import java.util.Arrays;
import java.util.SplittableRandom;

/// A Gaussian process with mean 0 and a Matern 5/2 kernel with a length scale per dimension, given observations.
///
/// Points are `[observation][dimension]`. In a nominal dimension two points are equal or one apart.
public final class GaussianProcess {
    private static final int FIT_ITERATIONS = 60;
    private static final double FIT_TOLERANCE = 1e-6;

    private final KernelParameters parameters;
    private final double[] weights;
    private final boolean[] isNominal;
    private final double[][] x;
    private final double[] y;
    private final Cholesky factor;
    /// K^-1 y
    private final double[] alpha;

    private GaussianProcess(KernelParameters parameters, double[][] x, boolean[] isNominal, double[] y) {
        this.parameters = parameters;
        this.weights = parameters.weights();
        this.isNominal = isNominal;
        this.x = x;
        this.y = y;
        this.factor = factor(parameters, weights, x, isNominal);
        this.alpha = y.clone();
        factor.solveLower(alpha);
        factor.solveUpper(alpha);
    }

    /// The process with known parameters.
    public static GaussianProcess of(KernelParameters parameters, double[][] x, boolean[] isNominal, double[] y) {
        return new GaussianProcess(
                parameters,
                Arrays.stream(x).map(double[]::clone).toArray(double[][]::new),
                isNominal.clone(),
                y.clone());
    }

    /// The process with the most likely parameters, given observations and what is believed beforehand.
    ///
    /// @param y of mean about 0 and variance about 1
    /// @param restarts searches from random starts, besides one from what is believed beforehand
    /// @param seed of the random starts
    public static GaussianProcess fit(double[][] x, boolean[] isNominal, double[] y, int restarts, long seed) {
        KernelPrior prior = KernelPrior.of(isNominal.length);
        MarginalLikelihood likelihood = new MarginalLikelihood(x, isNominal, y);
        QuasiNewton search = new QuasiNewton(prior.low(), prior.high(), FIT_ITERATIONS, FIT_TOLERANCE);
        SplittableRandom random = new SplittableRandom(seed);
        QuasiNewton.Differentiable penalised = (at, gradient) -> {
            double value = -likelihood.value(at, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -gradient[i];
            }
            return value + prior.penalty(at, gradient);
        };
        QuasiNewton.Minimum best = search.minimise(penalised, prior.mode());
        for (int restart = 0; restart < restarts; restart++) {
            QuasiNewton.Minimum found = search.minimise(penalised, prior.draw(random));
            if (found.value() < best.value()) {
                best = found;
            }
        }
        return of(KernelParameters.ofLogs(best.x()), x, isNominal, y);
    }

    private static Cholesky factor(KernelParameters parameters, double[] weights, double[][] x, boolean[] isNominal) {
        int n = x.length;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i * n + j] =
                        parameters.variance() * Matern.value(Matern.squared(x[i], x[j], weights, isNominal));
            }
        }
        // Points that nearly coincide make the matrix singular; a little more noise always helps.
        for (double extra = 0; ; extra = extra == 0 ? 1e-8 * parameters.variance() : 10 * extra) {
            for (int i = 0; i < n; i++) {
                matrix[i * n + i] = parameters.variance() + parameters.noise() + extra;
            }
            try {
                return Cholesky.of(matrix, n);
            } catch (ArithmeticException singular) {
                if (extra > parameters.variance()) {
                    throw singular;
                }
            }
        }
    }

    /// The process that also knows `pending` points, believed to come out as it expects: less uncertain there, nothing
    /// else (D. Ginsbourger, R. Le Riche and L. Carraro, "Kriging is well-suited to parallelize optimization", 2010).
    public GaussianProcess believing(double[][] pending) {
        if (pending.length == 0) {
            return this;
        }
        double[][] allX = Arrays.copyOf(x, x.length + pending.length);
        double[] allY = Arrays.copyOf(y, y.length + pending.length);
        for (int i = 0; i < pending.length; i++) {
            allX[x.length + i] = pending[i].clone();
            allY[y.length + i] = mean(pending[i]);
        }
        return new GaussianProcess(parameters, allX, isNominal, allY);
    }

    /// What the function is expected to be at a point; cheaper than [#predict].
    public double mean(double[] at) {
        double[] k = kernel(at);
        double mean = 0;
        for (int i = 0; i < k.length; i++) {
            mean += k[i] * alpha[i];
        }
        return mean;
    }

    /// The function at a point, without noise.
    public Prediction predict(double[] at) {
        double[] k = kernel(at);
        double mean = 0;
        for (int i = 0; i < k.length; i++) {
            mean += k[i] * alpha[i];
        }
        factor.solveLower(k);
        double variance = parameters.variance();
        for (double v : k) {
            variance -= v * v;
        }
        return new Prediction(mean, Math.sqrt(Math.max(variance, smallestVariance())));
    }

    /// The function at a point with its derivatives by the point's coordinates, 0 in nominal dimensions.
    ///
    /// @param meanGradient is filled in
    /// @param deviationGradient is filled in
    public Prediction predict(double[] at, double[] meanGradient, double[] deviationGradient) {
        double[] k = kernel(at);
        double[] solved = k.clone();
        factor.solveLower(solved);
        double variance = parameters.variance();
        for (double v : solved) {
            variance -= v * v;
        }
        factor.solveUpper(solved);
        double deviation = Math.sqrt(Math.max(variance, smallestVariance()));
        Arrays.fill(meanGradient, 0);
        Arrays.fill(deviationGradient, 0);
        double mean = 0;
        for (int i = 0; i < k.length; i++) {
            mean += k[i] * alpha[i];
            double slope = 2 * parameters.variance() * Matern.slope(Matern.squared(at, x[i], weights, isNominal));
            for (int d = 0; d < at.length; d++) {
                if (!isNominal[d]) {
                    double change = slope * weights[d] * (at[d] - x[i][d]);
                    meanGradient[d] += alpha[i] * change;
                    deviationGradient[d] -= solved[i] * change / deviation;
                }
            }
        }
        if (variance < smallestVariance()) {
            Arrays.fill(deviationGradient, 0);
        }
        return new Prediction(mean, deviation);
    }

    private double smallestVariance() {
        return 1e-12 * parameters.variance();
    }

    private double[] kernel(double[] at) {
        double[] k = new double[x.length];
        for (int i = 0; i < k.length; i++) {
            k[i] = parameters.variance() * Matern.value(Matern.squared(at, x[i], weights, isNominal));
        }
        return k;
    }

    /// The kernel's parameters.
    public KernelParameters parameters() {
        return parameters;
    }

    /// Lowest mean at a point that was observed: the best so far, without the noise's luck.
    public double lowestMean() {
        return Arrays.stream(x).mapToDouble(this::mean).min().orElse(0);
    }

    /// What the function is expected to be at a point.
    ///
    /// @param mean expected value
    /// @param deviation standard deviation, above 0
    public record Prediction(double mean, double deviation) {}
}
