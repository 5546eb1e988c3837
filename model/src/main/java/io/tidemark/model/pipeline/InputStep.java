package io.tidemark.model.pipeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// One step that writes some of a model's inputs.
///
/// A step reads the filled row (`double[features]`, no missing numbers) and writes [#width] floats.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputStep.NumberInput.class, name = "number"),
    @JsonSubTypes.Type(value = InputStep.CategoryInput.class, name = "category"),
    @JsonSubTypes.Type(value = InputStep.RatioInput.class, name = "ratio"),
    @JsonSubTypes.Type(value = InputStep.ClusterInput.class, name = "cluster")
})
public sealed interface InputStep {
    /// Names of the inputs that the step writes, in order.
    List<String> names();

    /// How many inputs the step writes.
    int width();

    /// Writes the inputs to `inputs` from index `at` on.
    void apply(double[] filled, float[] inputs, int at);

    /// Columns of the raw row that the step reads.
    IntStream columns();

    /// The number as an input, which is never infinite: one that no 32-bit float reaches becomes the largest one.
    private static float input(double value) {
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
        public void apply(double[] filled, float[] inputs, int at) {
            inputs[at] = input(filled[column]);
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
        public void apply(double[] filled, float[] inputs, int at) {
            for (int i = 0; i < categories.size(); i++) {
                inputs[at + i] = filled[column] == i ? 1 : 0;
            }
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
        public void apply(double[] filled, float[] inputs, int at) {
            double ratio = filled[numerator] / filled[denominator];
            inputs[at] = input(Double.isFinite(ratio) ? ratio : fill);
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
        public void apply(double[] filled, float[] inputs, int at) {
            int nearest = nearest(filled);
            for (int i = 0; i < centroids.size(); i++) {
                inputs[at + i] = i == nearest ? 1 : 0;
            }
        }

        private int nearest(double[] filled) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < centroids.size(); i++) {
                double distance = 0;
                for (int j = 0; j < of.size(); j++) {
                    double d = filled[of.get(j)] - centroids.get(i).get(j);
                    distance += d * d;
                }
                if (distance < least) {
                    least = distance;
                    nearest = i;
                }
            }
            return nearest;
        }

        @Override
        public IntStream columns() {
            return of.stream().mapToInt(Integer::intValue);
        }
    }
}
