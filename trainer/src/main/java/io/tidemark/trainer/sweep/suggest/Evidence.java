package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is known when a suggestion is asked for.
///
/// @param space what may be varied
/// @param observed points with their losses, in the order of their trials
/// @param pending points being tried, of which nothing is known yet
public record Evidence(SearchSpace space, List<Observation> observed, List<Point> pending) {
    public Evidence {
        observed = List.copyOf(observed);
        pending = List.copyOf(pending);
    }

    /// Points tried or being tried.
    public Set<Point> tried() {
        Set<Point> tried = new HashSet<>(pending);
        observed.forEach(observation -> tried.add(observation.point()));
        return tried;
    }

    /// The losses of what was observed.
    public double[] losses() {
        return observed.stream().mapToDouble(Observation::loss).toArray();
    }

    /// A point and the loss there.
    ///
    /// @param loss finite; the lower, the better
    public record Observation(Point point, double loss) {}

    /// A point of the unit cube, equal to another one with the same coordinates.
    public static final class Point {
        private final double[] coordinates;

        public Point(double[] coordinates) {
            this.coordinates = coordinates.clone();
        }

        /// The coordinates.
        public double[] coordinates() {
            return coordinates.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Point point && Arrays.equals(coordinates, point.coordinates);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(coordinates);
        }

        @Override
        public String toString() {
            return Arrays.toString(coordinates);
        }
    }
}
