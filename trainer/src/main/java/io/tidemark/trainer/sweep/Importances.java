package io.tidemark.trainer.sweep;

import io.tidemark.trainer.sweep.suggest.Surrogate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// How much each parameter matters: Sobol's indices of the Gaussian process fitted to all trials, over the whole space.
///
/// Its mean stands for the objective, warped as the optimiser warps it, so that a few terrible trials do not make up
/// all the variance. Estimators of A. Saltelli et al., "Variance based sensitivity analysis of model output",
/// Computer Physics Communications 181 (2010): table 2, (b) for the main and (f) for the total effect.
public final class Importances {
    private static final int SAMPLES = 2048;
    private static final int LEAST_TRIALS = 4;

    private Importances() {}

    /// One parameter's importance.
    ///
    /// @param main share of the variance that the parameter explains by itself, 0 to 1
    /// @param total share of the variance that vanishes only when the parameter is fixed: `main` and its part in all
    /// interactions, 0 to 1
    public record Importance(String parameter, double main, double total) {}

    /// The parameters by total effect, the most important first; empty with less than four complete trials, or when
    /// they all came out equal.
    public static List<Importance> of(SweepResult result) {
        SweepSettings settings = result.settings();
        if (result.count("completed") < LEAST_TRIALS) {
            return List.of();
        }
        Surrogate surrogate =
                Surrogate.fit(new SeenTrials(settings, result.trials()).evidence(List.of()), settings.seed());
        int dimensions = settings.space().dimensions();
        SplittableRandom random = new SplittableRandom(settings.seed());
        double[][] a = sample(settings, random);
        double[][] b = sample(settings, random);
        double[] atA = Arrays.stream(a).mapToDouble(surrogate::mean).toArray();
        double[] atB = Arrays.stream(b).mapToDouble(surrogate::mean).toArray();
        double variance = variance(atA, atB);
        if (!(variance > 1e-12)) {
            return List.of();
        }
        List<Importance> importances = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            double main = 0;
            double total = 0;
            for (int i = 0; i < SAMPLES; i++) {
                double[] mixed = a[i].clone();
                mixed[d] = b[i][d];
                double atMixed = surrogate.mean(mixed);
                main += atB[i] * (atMixed - atA[i]);
                total += (atA[i] - atMixed) * (atA[i] - atMixed) / 2;
            }
            importances.add(new Importance(
                    settings.space().parameters().get(d).name(),
                    Math.clamp(main / SAMPLES / variance, 0, 1),
                    Math.clamp(total / SAMPLES / variance, 0, 1)));
        }
        importances.sort(Comparator.comparingDouble(Importance::total).reversed());
        return List.copyOf(importances);
    }

    private static double[][] sample(SweepSettings settings, SplittableRandom random) {
        double[][] points = new double[SAMPLES][settings.space().dimensions()];
        for (double[] point : points) {
            for (int d = 0; d < point.length; d++) {
                point[d] = settings.space().snapped(d, random.nextDouble());
            }
        }
        return points;
    }

    private static double variance(double[] a, double[] b) {
        double mean = (Arrays.stream(a).sum() + Arrays.stream(b).sum()) / (a.length + b.length);
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - mean) * (a[i] - mean) + (b[i] - mean) * (b[i] - mean);
        }
        return squares / (a.length + b.length);
    }
}
