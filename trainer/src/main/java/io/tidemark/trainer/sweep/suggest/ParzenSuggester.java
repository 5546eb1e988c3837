package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.suggest.Evidence.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// The tree-structured Parzen estimator (J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS
/// 2011) with joint kernels over all parameters (S. Falkner, A. Klein and F. Hutter, "BOHB", ICML 2018): of
/// candidates drawn from where the best trials were, the one that is most typical of them and least of the others.
///
/// Points being tried count as bad ones, so that workers spread.
public final class ParzenSuggester implements Suggester {
    private static final int CANDIDATES = 48;
    private static final double GOOD_SHARE = 0.15;
    private static final int MOST_GOOD = 25;

    @Override
    public double[] suggest(Evidence evidence, SplittableRandom random) {
        List<Observation> sorted = evidence.observed().stream()
                .sorted(Comparator.comparingDouble(Observation::loss))
                .toList();
        int goodOnes = (int) Math.min(MOST_GOOD, Math.ceil(GOOD_SHARE * sorted.size()));
        List<Evidence.Point> bad = new ArrayList<>(evidence.pending());
        sorted.subList(goodOnes, sorted.size()).forEach(observation -> bad.add(observation.point()));
        ParzenDensity typical = new ParzenDensity(
                evidence.space(),
                sorted.subList(0, goodOnes).stream().map(Observation::point).toList());
        ParzenDensity otherwise = new ParzenDensity(evidence.space(), bad);

        var tried = evidence.tried();
        double[] best = {};
        double bestRatio = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            double[] candidate = evidence.space().snapped(typical.draw(random));
            double ratio = typical.logDensity(candidate) - otherwise.logDensity(candidate);
            if (ratio > bestRatio && !tried.contains(new Evidence.Point(candidate))) {
                bestRatio = ratio;
                best = candidate;
            }
        }
        return best.length > 0 ? best : new RandomSuggester().suggest(evidence, random);
    }
}
