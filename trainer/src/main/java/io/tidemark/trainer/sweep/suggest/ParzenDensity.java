package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.space.Parameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.Erfc;

/// A density over the cube: one kernel per point and a wide one in the middle, all of equal weight. A kernel is a
/// product over the dimensions of normal densities cut off at the cube's faces, or of a category and a little of the
/// others.
final class ParzenDensity {
    private static final double LN_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);
    private static final double ROOT_TWO = Math.sqrt(2);
    /// Width of a kernel for a single point; Scott's rule makes it narrower with more of them.
    private static final double WIDTH = 0.2;
    private static final double NARROWEST = 0.01;
    private static final double MIDDLE = 0.5;
    private static final double MIDDLE_WIDTH = 1;

    private final SearchSpace space;
    private final List<double[]> centres;
    private final double width;
    /// What a kernel of a category gives to all categories together besides its own 1.
    private final double leak;

    ParzenDensity(SearchSpace space, List<Evidence.Point> points) {
        this.space = space;
        this.centres = points.stream().map(Evidence.Point::coordinates).toList();
        double scott = StrictMath.pow(Math.max(1, points.size()), -1.0 / (space.dimensions() + 4));
        this.width = Math.max(NARROWEST, WIDTH * scott);
        this.leak = 1.0 / (points.size() + 1);
    }

    /// A random point; not snapped.
    double[] draw(SplittableRandom random) {
        int kernel = random.nextInt(centres.size() + 1);
        double[] point = new double[space.dimensions()];
        for (int d = 0; d < point.length; d++) {
            boolean isWide = kernel == centres.size();
            if (space.parameters().get(d).isNominal()) {
                boolean stays = !isWide && random.nextDouble() < 1 / (1 + leak);
                point[d] = stays ? centres.get(kernel)[d] : random.nextDouble();
            } else {
                double centre = isWide ? MIDDLE : centres.get(kernel)[d];
                do {
                    point[d] = centre + (isWide ? MIDDLE_WIDTH : width) * random.nextGaussian();
                } while (!(point[d] >= 0 && point[d] <= 1));
            }
        }
        return point;
    }

    /// The logarithm of the density.
    double logDensity(double[] at) {
        double[] logs = new double[centres.size() + 1];
        double largest = Double.NEGATIVE_INFINITY;
        for (int kernel = 0; kernel < logs.length; kernel++) {
            for (int d = 0; d < at.length; d++) {
                logs[kernel] += kernel == centres.size()
                        ? logMiddle(space.parameters().get(d), at[d])
                        : logKernel(space.parameters().get(d), at[d], centres.get(kernel)[d]);
            }
            largest = Math.max(largest, logs[kernel]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - largest);
        }
        return largest + StrictMath.log(sum / logs.length);
    }

    private double logKernel(Parameter parameter, double at, double centre) {
        if (parameter.isNominal()) {
            double other = leak / parameter.choices();
            return StrictMath.log(((at == centre ? 1 : 0) + other) / (1 + leak));
        }
        return logNormal(at, centre, width);
    }

    private static double logMiddle(Parameter parameter, double at) {
        return parameter.isNominal()
                ? -StrictMath.log((double) parameter.choices())
                : logNormal(at, MIDDLE, MIDDLE_WIDTH);
    }

    private static double logNormal(double at, double centre, double width) {
        double z = (at - centre) / width;
        double inside = (Erfc.value((centre - 1) / width / ROOT_TWO) - Erfc.value(centre / width / ROOT_TWO)) / 2;
        return -z * z / 2 - LN_ROOT_TWO_PI - StrictMath.log(width * inside);
    }
}
