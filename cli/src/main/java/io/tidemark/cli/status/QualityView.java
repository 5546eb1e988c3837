package io.tidemark.cli.status;

import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.MetricInterval;
import io.tidemark.event.Performance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Prints live quality as one screen.
public record QualityView(Terminal terminal) {
    /// Prints the windows, then the segments by one metric.
    ///
    /// @param metric metric of the segments; empty: the first one that they have of the usual ones
    public void print(LiveQuality quality, String metric) {
        terminal.line(terminal.paint(
                Paint.STRONG,
                Terminal.plain(quality.model()) + " version " + quality.version() + " (" + quality.variant() + ")"));
        quality.windows().forEach(this::window);
        segments(quality, metric);
    }

    private void window(Performance window) {
        terminal.line(terminal.paint(
                Paint.STRONG,
                "Window " + Terminal.plain(window.getWindow()) + ": " + window.getWindowStart() + " to "
                        + window.getWindowEnd()));
        terminal.line(String.format(
                Locale.ROOT,
                "  %,d predictions, %,d labelled (%s), %,d expired%s",
                window.getPredictions(),
                window.getLabelled(),
                coverage(window),
                window.getExpired(),
                delays(window.getLabelDelayMs())));
        TreeSet<String> names = new TreeSet<>(window.getMetrics().keySet());
        names.addAll(window.getEstimated().keySet());
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(List.of(
                    Terminal.plain(name),
                    shown(window.getMetrics().get(name)),
                    interval(window.getIntervals().get(name)),
                    shown(window.getEstimated().get(name)),
                    shown(window.getBaseline().get(name))));
        }
        if (!rows.isEmpty()) {
            Table.print(terminal, List.of("metric", "live", "95 % confidence", "estimated", "at training"), rows);
        }
    }

    private static String coverage(Performance window) {
        return window.getPredictions() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * window.getLabelled() / window.getPredictions());
    }

    private static String delays(Map<String, Double> delays) {
        StringBuilder text = new StringBuilder();
        for (String quantile : List.of("p50", "p90", "p99")) {
            Double delayMs = delays.get(quantile);
            if (delayMs != null) {
                text.append(text.isEmpty() ? "; label delay " : ", ")
                        .append(quantile)
                        .append(' ')
                        .append(shown(Duration.ofMillis(delayMs.longValue())));
            }
        }
        return text.toString();
    }

    private void segments(LiveQuality quality, String metric) {
        List<List<String>> rows = new ArrayList<>();
        for (Performance segment : quality.segments()) {
            String name = metric.isEmpty() ? StatusView.firstShown(segment.getMetrics()) : metric;
            rows.add(List.of(
                    Terminal.plain(LiveQuality.nameOf(segment.getSegment())),
                    Terminal.plain(segment.getWindow()),
                    String.format(Locale.ROOT, "%,d", segment.getPredictions()),
                    coverage(segment),
                    name,
                    shown(segment.getMetrics().get(name)),
                    interval(segment.getIntervals().get(name)),
                    shown(segment.getEstimated().get(name))));
        }
        if (!rows.isEmpty()) {
            Table.print(
                    terminal,
                    List.of(
                            "segment",
                            "window",
                            "predictions",
                            "labelled",
                            "metric",
                            "live",
                            "95 % confidence",
                            "estimated"),
                    rows);
        }
    }

    private static String interval(@Nullable MetricInterval interval) {
        return interval == null ? "" : shown(interval.getLow()) + " to " + shown(interval.getHigh());
    }

    private static String shown(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.1f" : "%.4f", value);
    }

    private static String shown(Duration delay) {
        if (delay.toSeconds() < 120) {
            return String.format(Locale.ROOT, "%.1f s", delay.toMillis() / 1e3);
        }
        if (delay.toMinutes() < 120) {
            return delay.toMinutes() + " min";
        }
        return delay.toHours() < 48 ? delay.toHours() + " h" : delay.toDays() + " d";
    }
}
