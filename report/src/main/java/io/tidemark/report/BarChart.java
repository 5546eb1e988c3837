package io.tidemark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Horizontal bars from 0, longest label on the left.
public final class BarChart {
    private static final double WIDTH = 900;
    private static final double LABELS = 220;
    private static final double VALUES = 90;
    private static final double ROW = 22;
    private static final double TOP = 24;

    private final String title;
    private final String valueLabel;
    private final List<Bar> bars = new ArrayList<>();

    /// @param valueLabel what the bars' lengths are, with the unit
    public BarChart(String title, String valueLabel) {
        this.title = title;
        this.valueLabel = valueLabel;
    }

    /// Adds a bar.
    ///
    /// @param group bars of one group have one colour, from 0
    public BarChart bar(String name, double value, int group) {
        bars.add(new Bar(name, Double.isFinite(value) ? value : 0, group));
        return this;
    }

    /// The chart as SVG.
    public String svg() {
        double height = TOP + ROW * bars.size() + 8;
        double largest =
                bars.stream().mapToDouble(bar -> Math.abs(bar.value())).max().orElse(1);
        Svg svg = new Svg(WIDTH, height, title);
        svg.text(LABELS, 14, "start", valueLabel);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = TOP + ROW * i;
            double length = largest == 0 ? 0 : Math.abs(bar.value()) / largest * (WIDTH - LABELS - VALUES);
            svg.text(LABELS - 10, y + 14, "end", bar.name());
            svg.rectangle(LABELS, y + 4, length, ROW - 8, "rx=\"2\" fill=\"" + Svg.colour(bar.group()) + "\"");
            svg.text(LABELS + length + 6, y + 14, "start", String.format(Locale.ROOT, "%.4g", bar.value()));
        }
        return svg.end();
    }

    private record Bar(String name, double value, int group) {}
}
