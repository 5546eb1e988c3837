package io.tidemark.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Lines over a common horizontal axis, with marks for moments that matter. NaN interrupts a line.
public final class LineChart {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 300;
    private static final double LEGEND_LINE = 18;
    private static final int LONGEST_NAME = 24;
    private static final double MARK_ROOM = 90;
    private static final double LEFT = 64;
    private static final double RIGHT = 190;
    private static final double TOP = 34;
    private static final double BOTTOM = 40;
    private static final String GRID = "stroke=\"currentColor\" stroke-opacity=\".12\"";
    private static final String MARK = "stroke=\"currentColor\" stroke-opacity=\".55\" stroke-dasharray=\"4 3\"";

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> series = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    /// Numbers of the series that are dots.
    private final Set<Integer> dotted = new HashSet<>();
    /// Ends of the vertical axis; empty: from the values.
    private double[] range = {};

    /// @param xLabel what the horizontal axis is, with its unit
    /// @param yLabel what the vertical axis is, with its unit
    public LineChart(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /// Adds a line.
    ///
    /// @param x ascending, finite
    /// @param y as many values
    public LineChart line(String name, double[] x, double[] y) {
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[i - 1]) {
                throw new IllegalArgumentException(
                        "Found x[" + i + "] = " + x[i] + " of '" + name + "', expected finite and ascending values.");
            }
        }
        return add(name, x, y);
    }

    private LineChart add(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("Found " + x.length + " x and " + y.length + " y, expected as many.");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw new IllegalArgumentException(
                        "Found x[" + i + "] = " + x[i] + " of '" + name + "', expected finite values.");
            }
        }
        series.add(new Series(name, x.clone(), y.clone()));
        return this;
    }

    /// Adds dots without a line between them.
    ///
    /// @param x finite, in any order
    /// @param y as many values
    public LineChart dots(String name, double[] x, double[] y) {
        add(name, x, y);
        dotted.add(series.size() - 1);
        return this;
    }

    /// Shows the vertical axis from `low` to `high` only, instead of from 0 to the highest value; what is beyond is
    /// drawn at the edge.
    ///
    /// @param low finite
    /// @param high finite, not below `low`
    public LineChart between(double low, double high) {
        range = new double[] {low, high};
        return this;
    }

    /// Marks a moment.
    ///
    /// @param x finite; outside of the lines it is drawn at the nearer end
    public LineChart mark(double x, String name) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("Found the mark '" + name + "' at " + x + ", expected a finite value.");
        }
        marks.add(new Mark(x, name));
        return this;
    }

    /// The chart as SVG.
    public String svg() {
        Axis x = new Axis(min(true), max(true), LEFT, WIDTH - RIGHT);
        Axis y = range.length == 0
                ? new Axis(Math.min(0, min(false)), max(false), HEIGHT - BOTTOM, TOP)
                : new Axis(range[0], range[1], HEIGHT - BOTTOM, TOP);
        // The legend may be longer than the chart is high.
        Svg svg = new Svg(WIDTH, Math.max(HEIGHT, TOP + LEGEND_LINE * series.size()), title);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.pixel(tick), WIDTH - RIGHT, y.pixel(tick), GRID);
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", y.label(tick));
        }
        for (double tick : x.ticks()) {
            svg.text(x.pixel(tick), HEIGHT - BOTTOM + 18, "middle", x.label(tick));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle", xLabel);
        svg.text(LEFT, 14, "start", yLabel);
        for (int m = 0; m < marks.size(); m++) {
            double at = x.pixel(marks.get(m).x());
            svg.line(at, TOP - 6, at, HEIGHT - BOTTOM, MARK);
            boolean isNearTheEnd = at > WIDTH - RIGHT - MARK_ROOM;
            svg.text(
                    isNearTheEnd ? at - 3 : at + 3,
                    TOP + 4 + 13 * (m % 3),
                    isNearTheEnd ? "end" : "start",
                    marks.get(m).name());
        }
        for (int s = 0; s < series.size(); s++) {
            if (dotted.contains(s)) {
                svg.dots(series.get(s).dots(x, y), Svg.colour(s));
            } else {
                svg.line(series.get(s).path(x, y), Svg.colour(s), Svg.dashes(s));
            }
            double legend = TOP + LEGEND_LINE * s;
            svg.line(
                    WIDTH - RIGHT + 10,
                    legend - 4,
                    WIDTH - RIGHT + 28,
                    legend - 4,
                    "stroke=\"" + Svg.colour(s) + "\" stroke-width=\"3\"" + Svg.dashes(s));
            svg.text(
                    WIDTH - RIGHT + 32, legend, "start", shortened(series.get(s).name()));
        }
        return svg.end();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    private double min(boolean ofX) {
        return series.stream().flatMapToDouble(s -> s.finite(ofX)).min().orElse(0);
    }

    private double max(boolean ofX) {
        return series.stream().flatMapToDouble(s -> s.finite(ofX)).max().orElse(1);
    }

    private record Mark(double x, String name) {}

    private static final class Series {
        private final String name;
        private final double[] x;
        private final double[] y;

        Series(String name, double[] x, double[] y) {
            this.name = name;
            this.x = x;
            this.y = y;
        }

        String name() {
            return name;
        }

        java.util.stream.DoubleStream finite(boolean ofX) {
            return java.util.Arrays.stream(ofX ? x : y).filter(Double::isFinite);
        }

        String dots(Axis xAxis, Axis yAxis) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < x.length; i++) {
                if (Double.isFinite(y[i])) {
                    path.append(String.format(Locale.ROOT, "M%.1f %.1fh0", xAxis.pixel(x[i]), yAxis.pixel(y[i])));
                }
            }
            return path.toString();
        }

        String path(Axis xAxis, Axis yAxis) {
            StringBuilder path = new StringBuilder();
            boolean drawing = false;
            for (int i = 0; i < x.length; i++) {
                if (!Double.isFinite(y[i])) {
                    drawing = false;
                    continue;
                }
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", xAxis.pixel(x[i]), yAxis.pixel(y[i])));
                drawing = true;
            }
            return path.toString();
        }
    }
}
