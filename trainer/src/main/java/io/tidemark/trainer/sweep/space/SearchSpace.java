package io.tidemark.trainer.sweep.space;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All parameters of a sweep. A point is an array of coordinates, one per parameter in the order given here.
///
/// @param parameters one or more, with different names
public record SearchSpace(List<Parameter> parameters) {
    public SearchSpace {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("Found a sweep without parameters, expected one or more.");
        }
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException(
                        "The sweep's parameter " + parameter.name() + ": found twice, expected once.");
            }
        }
    }

    /// Number of parameters.
    public int dimensions() {
        return parameters.size();
    }

    /// Number of different points; [Long#MAX_VALUE] when there are at least so many.
    public long points() {
        long points = 1;
        for (Parameter parameter : parameters) {
            long choices = parameter.choices();
            if (choices > Long.MAX_VALUE / points) {
                return Long.MAX_VALUE;
            }
            points *= choices;
        }
        return points;
    }

    /// Coordinates of values.
    ///
    /// @throws IllegalArgumentException when a value is missing, unknown or not allowed; names the parameter
    public double[] point(Map<String, Object> values) {
        for (String name : values.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                throw Parameter.fault(
                        name,
                        "a value for it",
                        "only " + parameters.stream().map(Parameter::name).toList());
            }
        }
        double[] point = new double[dimensions()];
        for (int d = 0; d < point.length; d++) {
            Parameter parameter = parameters.get(d);
            Object value = values.get(parameter.name());
            if (value == null) {
                throw Parameter.fault(parameter.name(), "no value", parameter.allowed());
            }
            point[d] = parameter.coordinate(value);
        }
        return point;
    }

    /// Values at a point, in the order of the parameters.
    public Map<String, Object> values(double[] point) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int d = 0; d < point.length; d++) {
            values.put(parameters.get(d).name(), parameters.get(d).value(point[d]));
        }
        return Collections.unmodifiableMap(values);
    }

    /// The point moved to where its values are: between the values of a whole number there is nothing.
    public double[] snapped(double[] point) {
        double[] snapped = new double[point.length];
        for (int d = 0; d < point.length; d++) {
            snapped[d] = snapped(d, point[d]);
        }
        return snapped;
    }

    /// The coordinate moved to where its value is.
    public double snapped(int dimension, double coordinate) {
        Parameter parameter = parameters.get(dimension);
        return parameter.choices() == Long.MAX_VALUE
                ? Math.clamp(coordinate, 0, 1)
                : parameter.coordinate(parameter.value(Math.clamp(coordinate, 0, 1)));
    }
}
