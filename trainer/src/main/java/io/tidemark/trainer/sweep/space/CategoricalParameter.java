package io.tidemark.trainer.sweep.space;

import java.util.HashSet;
import java.util.List;

/// One of several values without an order: texts, numbers, booleans.
///
/// @param values the values, each once
public record CategoricalParameter(String name, List<Object> values) implements Parameter {
    public CategoricalParameter {
        values = values.stream().map(CategoricalParameter::plain).toList();
        if (values.isEmpty()) {
            throw Parameter.fault(name, "no categories", "one or more");
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw Parameter.fault(name, "the categories " + values, "each only once");
        }
        for (Object value : values) {
            if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
                throw Parameter.fault(
                        name, "a category of type " + value.getClass().getSimpleName(), "texts, numbers or booleans");
            }
        }
    }

    /// Whole numbers as [Long]: 5 is one value, whatever read it.
    private static Object plain(Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    @Override
    public long choices() {
        return values.size();
    }

    @Override
    public boolean isNominal() {
        return true;
    }

    @Override
    public double coordinate(Object value) {
        int index = values.indexOf(plain(value));
        if (index < 0) {
            throw Parameter.fault(name, String.valueOf(value), allowed());
        }
        return (index + 0.5) / values.size();
    }

    @Override
    public Object value(double coordinate) {
        return values.get((int) Math.min(values.size() - 1L, (long) (coordinate * values.size())));
    }

    @Override
    public double nth(long index) {
        return (index + 0.5) / values.size();
    }

    @Override
    public String allowed() {
        return "one of " + values;
    }
}
