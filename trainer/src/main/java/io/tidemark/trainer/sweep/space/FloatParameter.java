package io.tidemark.trainer.sweep.space;

/// A real number.
///
/// @param low smallest value
/// @param high largest value; equal to `low`: a constant
/// @param log whether steps multiply instead of add; `low` is above 0 then
public record FloatParameter(String name, double low, double high, boolean log) implements Parameter {
    public FloatParameter {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw Parameter.fault(name, "the range " + low + " to " + high, "two finite numbers");
        }
        if (low > high) {
            throw Parameter.fault(
                    name, "the range " + low + " to " + high + ", upside down", "the smaller number first");
        }
        if (log && low <= 0) {
            throw Parameter.fault(name, "a log scale from " + low, "a range above 0, or no log scale");
        }
        if (!Double.isFinite(high - low)) {
            throw Parameter.fault(name, "the range " + low + " to " + high, "a range whose width is a finite number");
        }
    }

    @Override
    public long choices() {
        return low == high ? 1 : Long.MAX_VALUE;
    }

    @Override
    public boolean isNominal() {
        return false;
    }

    @Override
    public double coordinate(Object value) {
        if (!(value instanceof Number number) || !(number.doubleValue() >= low) || !(number.doubleValue() <= high)) {
            throw Parameter.fault(name, String.valueOf(value), allowed());
        }
        return low == high ? 0.5 : Math.clamp((scaled(number.doubleValue()) - scaled(low)) / width(), 0, 1);
    }

    @Override
    public Object value(double coordinate) {
        if (coordinate <= 0 || coordinate >= 1) {
            return coordinate <= 0 ? low : high;
        }
        double at = scaled(low) + coordinate * width();
        return Math.clamp(log ? StrictMath.exp(at) : at, low, high);
    }

    private double width() {
        return scaled(high) - scaled(low);
    }

    private double scaled(double value) {
        return log ? StrictMath.log(value) : value;
    }

    @Override
    public double nth(long index) {
        return 0.5;
    }

    @Override
    public String allowed() {
        return "a number from " + low + " to " + high;
    }
}
