package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.space.Parameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Draws points that were not tried before.
public final class Untried {
    private static final int ATTEMPTS = 50;
    /// Up to so many points, those that are left are looked for one by one.
    private static final long FEW = 20_000;

    private Untried() {}

    /// A uniformly random point of the space.
    static double[] anyPoint(SearchSpace space, SplittableRandom random) {
        double[] point = new double[space.dimensions()];
        Arrays.setAll(point, d -> random.nextDouble());
        return space.snapped(point);
    }

    /// A random point that is not among `tried`; empty when there is none, or so few among so many that none was found.
    public static Optional<double[]> point(SearchSpace space, Set<Evidence.Point> tried, SplittableRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] point = anyPoint(space, random);
            if (!tried.contains(new Evidence.Point(point))) {
                return Optional.of(point);
            }
        }
        if (space.points() > FEW) {
            return Optional.empty();
        }
        List<double[]> left = new ArrayList<>();
        for (long index = 0; index < space.points(); index++) {
            double[] point = numbered(space, index);
            if (!tried.contains(new Evidence.Point(point))) {
                left.add(point);
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(left.get(random.nextInt(left.size())));
    }

    private static double[] numbered(SearchSpace space, long index) {
        double[] point = new double[space.dimensions()];
        long rest = index;
        for (int d = 0; d < point.length; d++) {
            Parameter parameter = space.parameters().get(d);
            point[d] = parameter.nth(rest % parameter.choices());
            rest /= parameter.choices();
        }
        return point;
    }
}
