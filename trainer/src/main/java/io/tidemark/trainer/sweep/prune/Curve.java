package io.tidemark.trainer.sweep.prune;

import java.util.List;
import java.util.OptionalDouble;

/// A trial's losses on the way: after so many trees, rows or folds.
///
/// @param points by ascending step
public record Curve(List<Point> points) {
    /// Nothing reported.
    public static final Curve EMPTY = new Curve(List.of());

    public Curve {
        points = List.copyOf(points);
    }

    /// The curve with one more point.
    ///
    /// @throws IllegalArgumentException when the step is not above the last one or the loss is NaN
    public Curve with(int step, double loss) {
        if (Double.isNaN(loss)) {
            throw new IllegalArgumentException("Found no number as the value of step " + step + ", expected one.");
        }
        if (!points.isEmpty() && step <= points.getLast().step()) {
            throw new IllegalArgumentException(
                    "Found step " + step + " after step " + points.getLast().step() + ", expected ascending steps.");
        }
        List<Point> longer = new java.util.ArrayList<>(points);
        longer.add(new Point(step, loss));
        return new Curve(longer);
    }

    /// The loss at a step, or the last before it; empty when the curve ends earlier or begins later.
    public OptionalDouble at(int step) {
        if (points.isEmpty() || points.getLast().step() < step) {
            return OptionalDouble.empty();
        }
        return points.stream()
                .filter(point -> point.step() <= step)
                .mapToDouble(Point::loss)
                .reduce((earlier, later) -> later);
    }

    /// The loss at the first step that is `step` or later; empty when the curve ends earlier.
    public OptionalDouble from(int step) {
        return points.stream()
                .filter(point -> point.step() >= step)
                .mapToDouble(Point::loss)
                .findFirst();
    }

    /// A loss on the way.
    ///
    /// @param loss the lower, the better
    public record Point(int step, double loss) {}
}
