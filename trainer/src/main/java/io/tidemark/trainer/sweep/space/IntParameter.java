package io.tidemark.trainer.sweep.space;

/// A whole number. On its scale each has a cell of its own; the coordinate is where the value lies between the outer
/// cells' far ends, so that no value is favoured for lying at an end.
///
/// @param low smallest value
/// @param high largest value; equal to `low`: a constant
/// @param log whether steps multiply instead of add; `low` is above 0 then
public record IntParameter(String name, long low, long high, boolean log) implements Parameter {
    /// Beyond, a double no longer tells neighbours apart.
    private static final long LARGEST = 1L << 50;

    public IntParameter {
        if (low > high) {
            throw Parameter.fault(
                    name, "the range " + low + " to " + high + ", upside down", "the smaller number first");
        }
        if (low < -LARGEST || high > LARGEST) {
            throw Parameter.fault(name, "the range " + low + " to " + high, "numbers of at most 2^50");
        }
        if (log && low <= 0) {
            throw Parameter.fault(name, "a log scale from " + low, "a range above 0, or no log scale");
        }
    }

    @Override
    public long choices() {
        return high - low + 1;
    }

    @Override
    public boolean isNominal() {
        return false;
    }

    @Override
    public double coordinate(Object value) {
        boolean whole = value instanceof Number number && number.doubleValue() == number.longValue();
        if (!whole || ((Number) value).longValue() < low || ((Number) value).longValue() > high) {
            throw Parameter.fault(name, String.valueOf(value), allowed());
        }
        return Math.clamp((scaled(((Number) value).doubleValue()) - scaled(low - 0.5)) / width(), 0, 1);
    }

    @Override
    public Object value(double coordinate) {
        double at = scaled(low - 0.5) + coordinate * width();
        return Math.clamp(Math.round(log ? StrictMath.exp(at) : at), low, high);
    }

    private double width() {
        return scaled(high + 0.5) - scaled(low - 0.5);
    }

    private double scaled(double value) {
        return log ? StrictMath.log(value) : value;
    }

    @Override
    public double nth(long index) {
        return coordinate(low + index);
    }

    @Override
    public String allowed() {
        return "a whole number from " + low + " to " + high;
    }
}
