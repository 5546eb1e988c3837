package io.tidemark.model.pipeline;

import java.util.List;

/// Numbers of a bundle as arrays.
final class Unboxed {
    private Unboxed() {}

    static double[] doubles(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
