package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.gp.GaussianProcess;
import io.tidemark.trainer.sweep.suggest.Evidence.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The objective as a Gaussian process sees it: over the unit cube, its losses warped to look normal.
public final class Surrogate {
    /// Fitting takes the cube of the number of observations. With more, it sees the best half and the latest half.
    private static final int MOST = 240;

    private static final int RESTARTS = 2;

    private final GaussianProcess process;

    private Surrogate(GaussianProcess process) {
        this.process = process;
    }

    /// Fits the process to what was observed.
    ///
    /// @param evidence with one observation or more
    public static Surrogate fit(Evidence evidence, long seed) {
        List<Observation> seen = seen(evidence.observed());
        boolean[] isNominal = new boolean[evidence.space().dimensions()];
        for (int d = 0; d < isNominal.length; d++) {
            isNominal[d] = evidence.space().parameters().get(d).isNominal();
        }
        return new Surrogate(GaussianProcess.fit(
                seen.stream()
                        .map(observation -> observation.point().coordinates())
                        .toArray(double[][]::new),
                isNominal,
                OutputWarp.warped(seen.stream().mapToDouble(Observation::loss).toArray()),
                RESTARTS,
                seed));
    }

    private static List<Observation> seen(List<Observation> all) {
        if (all.size() <= MOST) {
            return all;
        }
        Set<Observation> kept = new HashSet<>(all.subList(all.size() - MOST / 2, all.size()));
        List<Observation> bestFirst = new ArrayList<>(all);
        bestFirst.sort(Comparator.comparingDouble(Observation::loss));
        for (Observation observation : bestFirst) {
            if (kept.size() >= MOST) {
                break;
            }
            kept.add(observation);
        }
        return all.stream().filter(kept::contains).toList();
    }

    /// The expected loss at a point, warped: comparable with others of this surrogate only.
    public double mean(double[] at) {
        return process.mean(at);
    }

    GaussianProcess process() {
        return process;
    }
}
