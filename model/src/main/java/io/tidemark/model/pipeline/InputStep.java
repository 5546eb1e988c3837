package io.tidemark.model.pipeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One step that writes some of a model's inputs, as a bundle keeps it; [#forRows] makes it ready to be applied.
///
/// A step reads the filled row (`double[features]`, no missing numbers) and writes [#width] floats.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputStep.NumberInput.class, name = "number"),
    @JsonSubTypes.Type(value = InputStep.KeptInput.class, name = "kept"),
    @JsonSubTypes.Type(value = InputStep.CategoryInput.class, name = "category"),
    @JsonSubTypes.Type(value = InputStep.RatioInput.class, name = "ratio"),
    @JsonSubTypes.Type(value = InputStep.ClusterInput.class, name = "cluster"),
    @JsonSubTypes.Type(value = InputStep.RotationInput.class, name = "rotation"),
    @JsonSubTypes.Type(value = InputStep.DistanceInput.class, name = "distance")
})
public sealed interface InputStep {
    /// Names of the inputs that the step writes, in order.
    List<String> names();

    /// How many inputs the step writes.
    int width();

    /// The step, ready to be applied to rows.
    RowStep forRows();

    /// Columns of the raw row that the step reads.
    IntStream columns();

    /// The number as an input, which is never infinite: one that no 32-bit float reaches becomes the largest one.
    static float input(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /// A number or boolean as it is.
    record NumberInput(String feature, int column) implements InputStep {
        @Override
        public List<String> names() {
            return List.of(feature);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public RowStep forRows() {
            return (filled, inputs, at) -> inputs[at] = input(filled[column]);
        }

        @Override
        public IntStream columns() {
            return IntStream.of(column);
        }
    }

    /// A number or boolean as it is, and missing when it is missing: for models that know what to do then.
    record KeptInput(String feature, int column) implements InputStep {
        @Override
        public List<String> names() {
            return List.of(feature);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public RowStep forRows() {
            return (filled, inputs, at) -> inputs[at] = input(filled[column]);
        }

        @Override
        public IntStream columns() {
            return IntStream.of(column);
        }
    }

    /// One input per category: 1 where it is the row's, else 0. All 0: unseen in training.
    record CategoryInput(String feature, int column, List<String> categories) implements InputStep {
        public CategoryInput {
            categories = List.copyOf(categories);
        }

        @Override
        public List<String> names() {
            return categories.stream().map(category -> feature + "=" + category).toList();
        }

        @Override
        public int width() {
            return categories.size();
        }

        @Override
        public RowStep forRows() {
            int width = width();
            return (filled, inputs, at) -> {
                for (int i = 0; i < width; i++) {
                    inputs[at + i] = filled[column] == i ? 1 : 0;
                }
            };
        }

        @Override
        public IntStream columns() {
            return IntStream.of(column);
        }
    }

    /// A quotient of two numbers.
    ///
    /// @param fill value where the quotient is not finite
    record RatioInput(String name, int numerator, int denominator, double fill) implements InputStep {
        public RatioInput {
            Finite.require(fill, "a fill");
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public RowStep forRows() {
            return (filled, inputs, at) -> {
                double ratio = filled[numerator] / filled[denominator];
                inputs[at] = input(Double.isFinite(ratio) ? ratio : fill);
            };
        }

        @Override
        public IntStream columns() {
            return IntStream.of(numerator, denominator);
        }
    }

    /// One input per cluster: 1 where its centroid is the row's nearest by Euclidean distance (the first of equals),
    /// else 0.
    ///
    /// @param of columns of the raw row that span the space
    /// @param centroids `[clusters][columns]`
    record ClusterInput(String name, List<Integer> of, List<List<Double>> centroids) implements InputStep {
        public ClusterInput {
            of = List.copyOf(of);
            centroids = centroids.stream().map(List::copyOf).toList();
            if (centroids.isEmpty()) {
                throw new IllegalArgumentException(
                        "The pipeline is damaged: found no centroids of '" + name + "', expected at least one.");
            }
            for (List<Double> centroid : centroids) {
                if (centroid.size() != of.size()) {
                    throw new IllegalArgumentException("The pipeline is damaged: found a centroid of " + centroid.size()
                            + " coordinates in '" + name + "', expected " + of.size() + ".");
                }
                centroid.forEach(coordinate -> Finite.require(coordinate, "a coordinate"));
            }
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < centroids.size(); i++) {
                names.add(name + "=" + i);
            }
            return names;
        }

        @Override
        public int width() {
            return centroids.size();
        }

        @Override
        public RowStep forRows() {
            return new Nearest(of, centroids);
        }

        @Override
        public IntStream columns() {
            return of.stream().mapToInt(Integer::intValue);
        }
    }

    /// Two numbers as coordinates in turned axes, two inputs per angle: trees split along axes, and what follows a
    /// slope (a coast, a street) lies along one of these.
    ///
    /// @param first column of the first coordinate, x
    /// @param second column of the second coordinate, y
    /// @param axes the turned axes
    record RotationInput(String name, int first, int second, List<Axes> axes) implements InputStep {
        public RotationInput {
            axes = List.copyOf(axes);
        }

        @Override
        public List<String> names() {
            return axes.stream()
                    .flatMap(turned -> Stream.of(
                            name + "_" + shown(turned.degrees()) + "_x", name + "_" + shown(turned.degrees()) + "_y"))
                    .toList();
        }

        @Override
        public int width() {
            return 2 * axes.size();
        }

        @Override
        public RowStep forRows() {
            Axes[] turns = axes.toArray(Axes[]::new);
            return (filled, inputs, at) -> {
                double x = filled[first];
                double y = filled[second];
                for (int i = 0; i < turns.length; i++) {
                    Axes turned = turns[i];
                    inputs[at + 2 * i] = input(turned.cosine() * x + turned.sine() * y);
                    inputs[at + 2 * i + 1] = input(turned.cosine() * y - turned.sine() * x);
                }
            };
        }

        @Override
        public IntStream columns() {
            return IntStream.of(first, second);
        }
    }

    /// Axes turned counter-clockwise.
    ///
    /// @param degrees angle
    /// @param cosine its cosine, as it was when the model was fitted
    /// @param sine its sine
    record Axes(double degrees, double cosine, double sine) {
        public Axes {
            Finite.require(degrees, "an angle");
            Finite.requireWithin(cosine, -1, 1, "a cosine");
            Finite.requireWithin(sine, -1, 1, "a sine");
        }

        /// Axes turned by an angle.
        public static Axes turnedBy(double degrees) {
            double radians = StrictMath.toRadians(degrees);
            return new Axes(degrees, StrictMath.cos(radians), StrictMath.sin(radians));
        }
    }

    /// How far a row is from named points, one input per point.
    ///
    /// @param measure how distance is measured
    /// @param of columns of the coordinates; for [Distance#HAVERSINE] longitude and latitude
    /// @param points the points
    record DistanceInput(String name, Distance measure, List<Integer> of, List<Point> points) implements InputStep {
        public DistanceInput {
            of = List.copyOf(of);
            points = List.copyOf(points);
            if (measure == Distance.HAVERSINE && of.size() != 2) {
                throw new IllegalArgumentException("The pipeline is damaged: found " + of.size()
                        + " columns of the great-circle distance '" + name + "', expected longitude and latitude.");
            }
            for (Point point : points) {
                if (point.at().size() != of.size()) {
                    throw new IllegalArgumentException("The pipeline is damaged: found "
                            + point.at().size() + " coordinates of '" + point.name() + "' in '" + name + "', expected "
                            + of.size() + ".");
                }
            }
        }

        @Override
        public List<String> names() {
            return points.stream().map(point -> name + "_" + point.name()).toList();
        }

        @Override
        public int width() {
            return points.size();
        }

        @Override
        public RowStep forRows() {
            return switch (measure) {
                case EUCLIDEAN -> new StraightLines(of, points);
                case HAVERSINE -> new GreatCircles(of, points);
            };
        }

        @Override
        public IntStream columns() {
            return of.stream().mapToInt(Integer::intValue);
        }
    }

    /// A named point.
    ///
    /// @param at its coordinates
    record Point(String name, List<Double> at) {
        public Point {
            at = List.copyOf(at);
            at.forEach(coordinate -> Finite.require(coordinate, "a coordinate"));
        }
    }

    /// A number for people: whole ones without fraction.
    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
