package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.gp.LogExpectedImprovement;
import io.tidemark.trainer.sweep.gp.QuasiNewton;
import io.tidemark.trainer.sweep.space.Parameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Finds where the expected improvement is highest: many random candidates, some of them near the best observations,
/// then a climb from the most promising ones. Real dimensions climb along the gradient, whole numbers and categories
/// by trying other values; points already tried are left out.
final class AcquisitionSearch {
    private static final int RANDOM_CANDIDATES = 1024;
    private static final int NEAR_CANDIDATES = 256;
    /// Observations that have candidates near them.
    private static final int ELITE = 4;

    private static final double CHANGE_CATEGORY = 0.3;
    private static final int STARTS = 8;
    /// Starts differ by this much in one coordinate at least.
    private static final double APART = 0.05;

    private static final int ROUNDS = 4;
    private static final int CLIMB_ITERATIONS = 40;
    private static final double CLIMB_TOLERANCE = 1e-8;
    private static final double WORTH_ANOTHER_ROUND = 1e-6;
    /// Up to so many values of a dimension, all are tried; with more, so many at steps of all sizes.
    private static final int FEW = 24;

    private final Evidence evidence;
    private final SearchSpace space;
    private final LogExpectedImprovement acquisition;
    private final SplittableRandom random;
    private final Set<Evidence.Point> tried;

    AcquisitionSearch(Evidence evidence, LogExpectedImprovement acquisition, SplittableRandom random) {
        this.evidence = evidence;
        this.space = evidence.space();
        this.acquisition = acquisition;
        this.random = random;
        this.tried = evidence.tried();
    }

    double[] best() {
        List<Scored> candidates = candidates();
        if (candidates.isEmpty()) {
            return new RandomSuggester().suggest(evidence, random);
        }
        Scored best = candidates.getFirst();
        for (Scored start : starts(candidates)) {
            Scored found = climbed(start);
            if (found.value > best.value && isNew(found.at)) {
                best = found;
            }
        }
        return best.at;
    }

    private boolean isNew(double[] at) {
        return !tried.contains(new Evidence.Point(at));
    }

    /// The most promising ones first.
    private List<Scored> candidates() {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < RANDOM_CANDIDATES; i++) {
            points.add(Untried.anyPoint(space, random));
        }
        List<double[]> elite = evidence.observed().stream()
                .sorted(Comparator.comparingDouble(Evidence.Observation::loss))
                .limit(ELITE)
                .map(observation -> observation.point().coordinates())
                .toList();
        for (int i = 0; i < NEAR_CANDIDATES; i++) {
            points.add(near(elite.get(i % elite.size())));
        }
        return points.stream()
                .filter(this::isNew)
                .map(point -> new Scored(point, acquisition.value(point)))
                .sorted(Comparator.comparingDouble((Scored scored) -> scored.value)
                        .reversed())
                .toList();
    }

    /// A point that differs from `centre` in about two dimensions, by a tenth to a thousandth of the edge.
    private double[] near(double[] centre) {
        double[] at = centre.clone();
        double spread = StrictMath.pow(10, -1 - 2 * random.nextDouble());
        for (int d = 0; d < at.length; d++) {
            if (random.nextInt(at.length) > 1) {
                continue;
            }
            if (!space.parameters().get(d).isNominal()) {
                at[d] += spread * random.nextGaussian();
            } else if (random.nextDouble() < CHANGE_CATEGORY) {
                at[d] = random.nextDouble();
            }
        }
        return space.snapped(at);
    }

    private static List<Scored> starts(List<Scored> candidates) {
        List<Scored> starts = new ArrayList<>();
        for (Scored candidate : candidates) {
            if (starts.stream().allMatch(start -> start.isApartFrom(candidate))) {
                starts.add(candidate);
            }
            if (starts.size() == STARTS) {
                break;
            }
        }
        return starts;
    }

    private Scored climbed(Scored start) {
        Scored current = start;
        for (int round = 0; round < ROUNDS; round++) {
            Scored along = alongGradient(current);
            Scored next = amongValues(along);
            boolean isDone = next == along || next.value - current.value < WORTH_ANOTHER_ROUND;
            current = next;
            if (isDone) {
                break;
            }
        }
        return current;
    }

    private Scored alongGradient(Scored start) {
        double[] low = start.at.clone();
        double[] high = start.at.clone();
        for (int d = 0; d < low.length; d++) {
            if (isReal(d)) {
                low[d] = 0;
                high[d] = 1;
            }
        }
        if (Arrays.equals(low, high)) {
            return start;
        }
        QuasiNewton.Minimum found = new QuasiNewton(low, high, CLIMB_ITERATIONS, CLIMB_TOLERANCE)
                .minimise(
                        (at, gradient) -> {
                            double value = acquisition.value(at, gradient);
                            for (int d = 0; d < gradient.length; d++) {
                                gradient[d] = -gradient[d];
                            }
                            return -value;
                        },
                        start.at);
        return -found.value() > start.value ? new Scored(found.x(), -found.value()) : start;
    }

    private boolean isReal(int dimension) {
        return space.parameters().get(dimension).choices() == Long.MAX_VALUE;
    }

    private Scored amongValues(Scored start) {
        Scored current = start;
        for (int d = 0; d < start.at.length; d++) {
            if (isReal(d)) {
                continue;
            }
            for (double coordinate : alternatives(d, current.at[d])) {
                double[] at = current.at.clone();
                at[d] = coordinate;
                double value = acquisition.value(at);
                if (value > current.value && isNew(at)) {
                    current = new Scored(at, value);
                }
            }
        }
        return current;
    }

    private double[] alternatives(int dimension, double coordinate) {
        Parameter parameter = space.parameters().get(dimension);
        if (parameter.choices() <= FEW) {
            double[] all = new double[(int) parameter.choices()];
            Arrays.setAll(all, parameter::nth);
            return all;
        }
        double[] some = new double[FEW];
        for (int i = 0; i < FEW; i += 2) {
            // From half the edge down to one value.
            double step = StrictMath.pow((double) parameter.choices(), -(double) i / (FEW - 2)) / 2;
            some[i] = space.snapped(dimension, coordinate + step);
            some[i + 1] = space.snapped(dimension, coordinate - step);
        }
        return some;
    }

    private static final class Scored {
        private final double[] at;
        private final double value;

        Scored(double[] at, double value) {
            this.at = at;
            this.value = value;
        }

        boolean isApartFrom(Scored other) {
            double farthest = 0;
            for (int d = 0; d < at.length; d++) {
                farthest = Math.max(farthest, Math.abs(at[d] - other.at[d]));
            }
            return farthest > APART;
        }
    }
}
