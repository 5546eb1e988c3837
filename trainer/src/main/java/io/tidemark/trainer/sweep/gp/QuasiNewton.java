package io.tidemark.trainer.sweep.gp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/// Minimises a smooth function in a box: limited-memory BFGS (Nocedal and Wright, algorithm 7.4) on the variables
/// that are free to move, with steps projected onto the box and halved until they pay (Armijo).
public final class QuasiNewton {
    private static final int MEMORY = 8;
    private static final double SUFFICIENT = 1e-4;
    private static final int HALVINGS = 20;

    private final double[] low;
    private final double[] high;
    private final int iterations;
    private final double tolerance;

    /// @param low lower ends, one per variable
    /// @param high upper ends
    /// @param iterations most steps
    /// @param tolerance ends when a step improves the value by less, relative to 1 + |value|
    public QuasiNewton(double[] low, double[] high, int iterations, double tolerance) {
        this.low = low.clone();
        this.high = high.clone();
        this.iterations = iterations;
        this.tolerance = tolerance;
    }

    /// A function with its gradient.
    @FunctionalInterface
    public interface Differentiable {
        /// The value at `x`; an infinite one or NaN where there is none.
        ///
        /// @param gradient is filled in
        double value(double[] x, double[] gradient);
    }

    /// A point and the function there.
    public static final class Minimum {
        private final double[] x;
        private final double value;

        Minimum(double[] x, double value) {
            this.x = x;
            this.value = value;
        }

        /// The point.
        public double[] x() {
            return x.clone();
        }

        /// The function's value there.
        public double value() {
            return value;
        }
    }

    /// The lowest point found on the way down from `start`.
    public Minimum minimise(Differentiable function, double[] start) {
        double[] x = projected(start);
        double[] gradient = new double[x.length];
        double value = function.value(x, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int iteration = 0; iteration < iterations && Double.isFinite(value); iteration++) {
            double[] direction = direction(x, gradient, pairs);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                if (pairs.isEmpty()) {
                    break;
                }
                pairs.clear();
                continue;
            }
            double[] nextGradient = new double[x.length];
            double step = pairs.isEmpty() ? Math.min(1, 0.2 / Math.sqrt(dot(direction, direction))) : 1;
            double[] next = x;
            double nextValue = Double.NaN;
            boolean paid = false;
            for (int halving = 0; halving < HALVINGS && !paid; halving++, step /= 2) {
                next = moved(x, direction, step);
                nextValue = function.value(next, nextGradient);
                paid = nextValue <= value + SUFFICIENT * dot(gradient, difference(next, x));
            }
            if (!paid || Arrays.equals(next, x)) {
                if (pairs.isEmpty()) {
                    break;
                }
                pairs.clear();
                continue;
            }
            remember(pairs, difference(next, x), difference(nextGradient, gradient));
            double gained = value - nextValue;
            x = next;
            value = nextValue;
            gradient = nextGradient;
            if (gained < tolerance * (1 + Math.abs(value))) {
                break;
            }
        }
        return new Minimum(x, value);
    }

    /// Minus the approximate inverse Hessian times the gradient, 0 for variables that press against their end.
    private double[] direction(double[] x, double[] gradient, Deque<Pair> pairs) {
        double[] direction = new double[x.length];
        boolean[] isFixed = new boolean[x.length];
        for (int d = 0; d < x.length; d++) {
            isFixed[d] = (x[d] <= low[d] && gradient[d] >= 0) || (x[d] >= high[d] && gradient[d] <= 0);
            direction[d] = isFixed[d] ? 0 : -gradient[d];
        }
        double[] weights = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            weights[i] = dot(pair.step, direction) / pair.curvature;
            add(direction, pair.change, -weights[i]);
            i++;
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getFirst();
            double scale = newest.curvature / dot(newest.change, newest.change);
            for (int d = 0; d < x.length; d++) {
                direction[d] *= scale;
            }
        }
        Iterator<Pair> oldestFirst = pairs.descendingIterator();
        while (oldestFirst.hasNext()) {
            i--;
            Pair pair = oldestFirst.next();
            add(direction, pair.step, weights[i] - dot(pair.change, direction) / pair.curvature);
        }
        for (int d = 0; d < x.length; d++) {
            if (isFixed[d]) {
                direction[d] = 0;
            }
        }
        return direction;
    }

    private static void remember(Deque<Pair> pairs, double[] step, double[] change) {
        double curvature = dot(step, change);
        if (curvature > 1e-12 * dot(change, change)) {
            pairs.addFirst(new Pair(step, change, curvature));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
    }

    private double[] moved(double[] x, double[] direction, double step) {
        double[] next = x.clone();
        add(next, direction, step);
        return projected(next);
    }

    private double[] projected(double[] x) {
        double[] inside = x.clone();
        for (int d = 0; d < x.length; d++) {
            inside[d] = Math.clamp(x[d], low[d], high[d]);
        }
        return inside;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int d = 0; d < to.length; d++) {
            to[d] += times * what[d];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, b, -1);
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    /// A step and what it changed in the gradient.
    private static final class Pair {
        private final double[] step;
        private final double[] change;
        private final double curvature;

        Pair(double[] step, double[] change, double curvature) {
            this.step = step;
            this.change = change;
            this.curvature = curvature;
        }
    }
}
