package io.tidemark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Maps values to pixels, with ticks at round numbers.
final class Axis {
    private static final int TICKS = 6;
    private static final int MOST_TICKS = 20;

    /// Smallest span that pixels and ticks can tell apart, as a share of the values.
    private static final double RESOLUTION = 1e-9;

    /// Half of it, so that a span is a number too.
    private static final double LARGEST = Double.MAX_VALUE / 4;

    private final double low;
    private final double high;
    private final double from;
    private final double to;

    /// @param low smallest value, finite
    /// @param high largest value, finite; a span too small to be shown is widened around its middle
    /// @param from pixel of the smallest value
    /// @param to pixel of the largest value
    Axis(double low, double high, double from, double to) {
        double largest = Math.max(Math.abs(low), Math.abs(high));
        boolean flat = !(high - low > RESOLUTION * largest);
        double margin = Math.max(0.5, RESOLUTION * largest);
        this.low = Math.max(flat ? low - margin : low, -LARGEST);
        this.high = Math.min(flat ? low + margin : high, LARGEST);
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
        double end = high + step * 1e-9;
        double first = Math.ceil(low / step);
        for (int k = 0; k < MOST_TICKS && (first + k) * step <= end; k++) {
            ticks.add((first + k) * step + 0.0);
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
