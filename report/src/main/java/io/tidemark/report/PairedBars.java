package io.tidemark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Two bars side by side for each bin: shares of what was and of what is.
public final class PairedBars {
    private static final double WIDTH = 900;
    private static final double BARS = 154;
    private static final double LEFT = 64;
    private static final double RIGHT = 20;
    private static final double TOP = 34;
    private static final double FLOOR = TOP + BARS;
    private static final double LABELS = 28;
    private static final double SECOND_LINE = 16;

    /// Seen on a light page as on a dark one.
    private static final String REFERENCE = "#56b4e9";

    private static final int LONGEST_LABEL = 16;
    private static final double CHARACTER = 6.4;
    private static final String GRID = "stroke=\"currentColor\" stroke-opacity=\".12\"";

    private final String title;
    private final String before;
    private final String now;
    private final List<Pair> pairs = new ArrayList<>();

    /// @param before what the first bars are
    /// @param now what the second bars are
    public PairedBars(String title, String before, String now) {
        this.title = title;
        this.before = before;
        this.now = now;
    }

    /// Adds a bin; shares that are no finite numbers from 0 on are drawn as none.
    ///
    /// @param label the bin in words
    public PairedBars pair(String label, double beforeShare, double nowShare) {
        pairs.add(new Pair(label, sound(beforeShare), sound(nowShare)));
        return this;
    }

    private static double sound(double share) {
        return share > 0 && share <= Double.MAX_VALUE ? share : 0;
    }

    /// The chart as SVG.
    public String svg() {
        double largest = pairs.stream()
                .mapToDouble(pair -> Math.max(pair.before, pair.now))
                .max()
                .orElse(0);
        double step = (WIDTH - LEFT - RIGHT) / Math.max(1, pairs.size());
        // Labels that do not fit beside each other stand on two lines by turns.
        boolean isTight = pairs.stream()
                .anyMatch(pair -> CHARACTER * shortened(pair.label).length() > step);
        Axis y = new Axis(0, 100 * (largest > 0 ? largest : 1), FLOOR, TOP);
        Svg svg = new Svg(WIDTH, FLOOR + LABELS + (isTight ? SECOND_LINE : 0), title);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.pixel(tick), WIDTH - RIGHT, y.pixel(tick), GRID);
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", y.label(tick));
        }
        svg.text(LEFT, 14, "start", "share of rows, %");
        legend(svg, WIDTH - RIGHT - 260, before, 0);
        legend(svg, WIDTH - RIGHT - 120, now, 1);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            double x = LEFT + step * i;
            bar(svg, y, x + step * 0.12, step * 0.36, pair.before, 0);
            bar(svg, y, x + step * 0.52, step * 0.36, pair.now, 1);
            svg.text(
                    x + step / 2,
                    FLOOR + 18 + (isTight && i % 2 == 1 ? SECOND_LINE : 0),
                    "middle",
                    shortened(pair.label));
        }
        return svg.end();
    }

    private static void bar(Svg svg, Axis y, double x, double width, double share, int series) {
        double top = y.pixel(100 * share);
        svg.rectangle(
                x,
                top,
                width,
                FLOOR - top,
                String.format(
                        Locale.ROOT,
                        "fill=\"%s\" fill-opacity=\"%s\"",
                        series == 0 ? REFERENCE : Svg.colour(series),
                        series == 0 ? ".75" : ".9"));
    }

    private static void legend(Svg svg, double x, String name, int series) {
        svg.rectangle(
                x,
                6,
                12,
                10,
                String.format(
                        Locale.ROOT,
                        "fill=\"%s\" fill-opacity=\"%s\"",
                        series == 0 ? REFERENCE : Svg.colour(series),
                        series == 0 ? ".75" : ".9"));
        svg.text(x + 18, 15, "start", name);
    }

    private static String shortened(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    private record Pair(String label, double before, double now) {}
}
