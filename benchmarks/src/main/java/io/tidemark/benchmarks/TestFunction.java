package io.tidemark.benchmarks;

import io.tidemark.trainer.sweep.Trial;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.Parameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.stream.IntStream;

/// Functions that optimisers are compared on, as S. Surjanovic and D. Bingham's Virtual Library of Simulation
/// Experiments defines them; all are minimised.
enum TestFunction {
    /// Two dimensions, three equal minima.
    BRANIN("Branin", 2, 0.397887357729738, 0.01) {
        @Override
        double at(double[] x) {
            double valley = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
            return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
        }

        @Override
        FloatParameter parameter(int d) {
            return d == 0 ? range(d, -5, 10) : range(d, 0, 15);
        }
    },
    /// Three dimensions, four local minima.
    HARTMANN3("Hartmann3", 3, -3.86278214782076, 0.01) {
        @Override
        double at(double[] x) {
            return hartmann(x, HARTMANN3_SCALES, HARTMANN3_CENTRES);
        }
    },
    /// Six dimensions, six local minima; the second best is 0.119 above the best.
    HARTMANN6("Hartmann6", 6, -3.32236801141551, 0.10) {
        @Override
        double at(double[] x) {
            return hartmann(x, HARTMANN6_SCALES, HARTMANN6_CENTRES);
        }
    },
    /// Five dimensions, thousands of local minima, the best at 5 in each dimension: off the middle of the range.
    ACKLEY5("Ackley5", 5, 0, 9) {
        private static final double SHIFT = 5;

        @Override
        double at(double[] x) {
            double squares = 0;
            double cosines = 0;
            for (double v : x) {
                squares += (v - SHIFT) * (v - SHIFT);
                cosines += Math.cos(2 * Math.PI * (v - SHIFT));
            }
            return 20 + Math.E - 20 * Math.exp(-0.2 * Math.sqrt(squares / x.length)) - Math.exp(cosines / x.length);
        }

        @Override
        FloatParameter parameter(int d) {
            return range(d, -32, 32);
        }
    },
    /// Four dimensions, a bent valley; values up to some millions.
    ROSENBROCK4("Rosenbrock4", 4, 0, 200) {
        @Override
        double at(double[] x) {
            double sum = 0;
            for (int d = 0; d + 1 < x.length; d++) {
                double off = x[d + 1] - x[d] * x[d];
                sum += 100 * off * off + (1 - x[d]) * (1 - x[d]);
            }
            return sum;
        }

        @Override
        FloatParameter parameter(int d) {
            return range(d, -5, 10);
        }
    };

    private static final double[] HARTMANN_WEIGHTS = {1, 1.2, 3, 3.2};
    private static final double[][] HARTMANN3_SCALES = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
    private static final double[][] HARTMANN3_CENTRES = {
        {0.3689, 0.1170, 0.2673}, {0.4699, 0.4387, 0.7470}, {0.1091, 0.8732, 0.5547}, {0.0381, 0.5743, 0.8828}
    };
    private static final double[][] HARTMANN6_SCALES = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] HARTMANN6_CENTRES = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    private final String label;
    private final int dimensions;
    private final double minimum;
    private final double goal;

    TestFunction(String label, int dimensions, double minimum, double goal) {
        this.label = label;
        this.dimensions = dimensions;
        this.minimum = minimum;
        this.goal = goal;
    }

    abstract double at(double[] x);

    /// The range of a dimension; 0 to 1 unless a function has another one.
    FloatParameter parameter(int d) {
        return range(d, 0, 1);
    }

    String label() {
        return label;
    }

    /// Regret that 50 trials should reach, in the median.
    double goal() {
        return goal;
    }

    SearchSpace space() {
        return new SearchSpace(IntStream.range(0, dimensions)
                .<Parameter>mapToObj(this::parameter)
                .toList());
    }

    /// How far the value at a trial's parameters is above the minimum.
    double regret(Trial trial) {
        double[] x = IntStream.range(0, dimensions)
                .mapToDouble(d -> trial.real("x" + d))
                .toArray();
        return at(x) - minimum;
    }

    private static FloatParameter range(int d, double low, double high) {
        return new FloatParameter("x" + d, low, high, false);
    }

    private static double hartmann(double[] x, double[][] scales, double[][] centres) {
        double sum = 0;
        for (int i = 0; i < HARTMANN_WEIGHTS.length; i++) {
            double exponent = 0;
            for (int d = 0; d < x.length; d++) {
                exponent += scales[i][d] * (x[d] - centres[i][d]) * (x[d] - centres[i][d]);
            }
            sum -= HARTMANN_WEIGHTS[i] * Math.exp(-exponent);
        }
        return sum;
    }
}
