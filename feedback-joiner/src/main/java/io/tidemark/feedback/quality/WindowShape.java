package io.tidemark.feedback.quality;

import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A window over event time. A rolling one moves on by a tenth of its length, a hop; what it is made of are panes of
/// one hop each. Panes begin at whole multiples of the hop since 1970, windows that tumble at those of their length.
///
/// @param name name in the manifest
/// @param lengthMs length, milliseconds
public record WindowShape(String name, long lengthMs) {
    /// Windows are whole seconds, so that a tenth is whole milliseconds.
    private static final int HOPS = 10;

    public WindowShape {
        if (lengthMs < HOPS || lengthMs % HOPS != 0) {
            throw new IllegalArgumentException(
                    "Found the window " + name + " of " + lengthMs + " ms, expected a multiple of " + HOPS + " ms.");
        }
    }

    /// The rolling windows that a manifest names, the shortest first.
    public static List<WindowShape> of(PerformanceSpec spec) {
        return named(spec.windows());
    }

    /// The windows that tumble, the shortest first.
    public static List<WindowShape> tumblingOf(PerformanceSpec spec) {
        return named(spec.tumbling());
    }

    /// The longest of all windows, rolling or tumbling.
    public static Duration longest(PerformanceSpec spec) {
        return Stream.concat(spec.windows().values().stream(), spec.tumbling().values().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static List<WindowShape> named(Map<String, Duration> windows) {
        return windows.entrySet().stream()
                .map(window ->
                        new WindowShape(window.getKey(), window.getValue().toMillis()))
                .sorted(Comparator.comparingLong(WindowShape::lengthMs))
                .toList();
    }

    /// By how much it moves on, milliseconds.
    public long hopMs() {
        return lengthMs / HOPS;
    }

    /// Start of the pane that a time lies in, inclusive.
    public long paneStart(long timeMs) {
        return Math.floorDiv(timeMs, hopMs()) * hopMs();
    }

    /// End, exclusive, of the window whose last pane holds a time.
    public long end(long timeMs) {
        return paneStart(timeMs) + hopMs();
    }

    /// Start, inclusive, of the window whose last pane holds a time.
    public long start(long timeMs) {
        return end(timeMs) - lengthMs;
    }

    /// Length of the panes that rows are counted in: they fit into all windows of a manifest, rolling and tumbling.
    public static long paneLengthMs(PerformanceSpec spec) {
        long divisor = commonPaneLengthMs(spec.windows().values());
        for (Duration window : spec.tumbling().values()) {
            divisor = gcd(window.toMillis(), divisor);
        }
        return divisor;
    }

    /// Length of the panes that fit into the panes of all these rolling windows: a tenth of their greatest common
    /// divisor.
    static long commonPaneLengthMs(Collection<Duration> windows) {
        long divisor = 0;
        for (Duration window : windows) {
            divisor = gcd(window.toMillis(), divisor);
        }
        return Math.max(1, divisor / HOPS);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
