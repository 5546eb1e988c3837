package io.tidemark.trainer.algorithm;

import java.util.Map;
import java.util.TreeMap;

/// Parameters of one fit by name, as a grid gives them: numbers, texts, booleans.
public record Parameters(Map<String, Object> values) {
    public Parameters {
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /// A whole number.
    ///
    /// @throws IllegalArgumentException when the value is none
    public int count(String name, int otherwise) {
        Object value = values.getOrDefault(name, otherwise);
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new IllegalArgumentException("Found " + name + " = " + value + ", expected a whole number.");
    }

    /// A number.
    ///
    /// @throws IllegalArgumentException when the value is none
    public double number(String name, double otherwise) {
        Object value = values.getOrDefault(name, otherwise);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("Found " + name + " = " + value + ", expected a number.");
    }

    /// Inputs to look at per split, of `inputs` in all: `max_features` as sqrt, log2, a share up to 1.0, or a count.
    ///
    /// @throws IllegalArgumentException when the value is none of these
    public int maxFeatures(int inputs, double otherwise) {
        Object value = values.getOrDefault("max_features", otherwise);
        double wanted;
        if (value instanceof Long count) {
            wanted = count;
        } else if (value instanceof Number share) {
            wanted = share.doubleValue() <= 1 ? share.doubleValue() * inputs : share.doubleValue();
        } else if (value.equals("sqrt")) {
            wanted = Math.sqrt(inputs);
        } else if (value.equals("log2")) {
            wanted = Math.log(inputs) / Math.log(2);
        } else {
            throw new IllegalArgumentException(
                    "Found max_features = " + value + ", expected sqrt, log2, a share up to 1.0 or a count.");
        }
        return (int) Math.max(1, Math.min(inputs, Math.round(wanted)));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
