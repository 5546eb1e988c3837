package io.tidemark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Maps values to pixels, with ticks at round numbers.
final class Axis {
    private static final int TICKS = 6;

    private final double low;
    private final double high;
    private final double from;
    private final double to;

    /// @param low smallest value
    /// @param high largest value
    /// @param from pixel of the smallest value
    /// @param to pixel of the largest value
    Axis(double low, double high, double from, double to) {
        boolean flat = !(high > low);
        this.low = flat ? low - 0.5 : low;
        this.high = flat ? low + 0.5 : high;
        this.from = from;
        this.to = to;
    }

    double pixel(double value) {
        return from + (Math.clamp(value, low, high) - low) / (high - low) * (to - from);
    }

    /// Round values inside the range, about six of them.
    List<Double> ticks() {
        double step = roundStep((high - low) / TICKS);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step); k * step <= high * (1 + 1e-12) + 1e-300; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    String label(double tick) {
        double step = roundStep((high - low) / TICKS);
        int decimals = (int) Math.clamp(Math.ceil(-Math.log10(step) - 1e-9), 0, 8);
        return Math.abs(tick) >= 1e6
                ? String.format(Locale.ROOT, "%.3g", tick)
                : String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }

    private static double roundStep(double rough) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / magnitude;
        return magnitude * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
