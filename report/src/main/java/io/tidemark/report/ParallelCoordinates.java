package io.tidemark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/// Lines across several vertical axes, one line per thing and one axis per property. Better lines are drawn over worse
/// ones, and stronger; the best in a colour of its own.
public final class ParallelCoordinates {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 340;
    private static final double LEFT = 60;
    private static final double RIGHT = 80;
    private static final double TOP = 36;
    private static final double BOTTOM = 16;
    private static final String AXIS = "stroke=\"currentColor\" stroke-opacity=\".45\"";

    private final String title;
    private final List<Axis> axes = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    public ParallelCoordinates(String title) {
        this.title = title;
    }

    /// Adds an axis to the right of the others.
    public ParallelCoordinates axis(String name, List<Tick> ticks) {
        axes.add(new Axis(name, List.copyOf(ticks)));
        return this;
    }

    /// Adds a line.
    ///
    /// @param name shown when the line is pointed at
    /// @param positions one per axis, from 0 (bottom) to 1 (top); NaN interrupts the line
    /// @param quality from 0 (worst, faint) to 1 (best, strong)
    public ParallelCoordinates line(String name, double[] positions, double quality) {
        if (positions.length != axes.size()) {
            throw new IllegalArgumentException(
                    "Found " + positions.length + " positions, expected one for each of " + axes.size() + " axes.");
        }
        lines.add(new Line(name, positions.clone(), Math.clamp(quality, 0, 1)));
        return this;
    }

    /// The chart as SVG.
    public String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        List<Line> worstFirst = new ArrayList<>(lines);
        worstFirst.sort(Comparator.comparingDouble(Line::quality));
        for (int i = 0; i < worstFirst.size(); i++) {
            Line line = worstFirst.get(i);
            boolean isBest = i == worstFirst.size() - 1;
            double opacity = isBest ? 1 : 0.08 + 0.6 * line.quality() * line.quality();
            svg.path(
                    line.path(this::x),
                    String.format(
                            Locale.ROOT,
                            "stroke=\"%s\" stroke-opacity=\"%.2f\" stroke-width=\"%.1f\"",
                            Svg.colour(isBest ? 1 : 0),
                            opacity,
                            isBest ? 2.6 : 1.4),
                    line.name());
        }
        for (int a = 0; a < axes.size(); a++) {
            svg.line(x(a), TOP, x(a), HEIGHT - BOTTOM, AXIS);
            // Names of neighbours on two levels, so that long ones do not meet.
            svg.text(x(a), a % 2 == 0 ? 26 : 12, "middle", axes.get(a).name());
            for (Tick tick : axes.get(a).ticks()) {
                svg.line(x(a) - 3, y(tick.position()), x(a) + 3, y(tick.position()), AXIS);
                svg.text(x(a) + 6, y(tick.position()) + 4, "start", tick.label());
            }
        }
        return svg.end();
    }

    private double x(int axis) {
        return axes.size() == 1 ? LEFT : LEFT + axis * (WIDTH - LEFT - RIGHT) / (axes.size() - 1);
    }

    private static double y(double position) {
        return HEIGHT - BOTTOM - Math.clamp(position, 0, 1) * (HEIGHT - TOP - BOTTOM);
    }

    /// A label beside an axis.
    ///
    /// @param position from 0 (bottom) to 1 (top)
    public record Tick(double position, String label) {}

    private record Axis(String name, List<Tick> ticks) {}

    private static final class Line {
        private final String name;
        private final double[] positions;
        private final double quality;

        Line(String name, double[] positions, double quality) {
            this.name = name;
            this.positions = positions;
            this.quality = quality;
        }

        String name() {
            return name;
        }

        double quality() {
            return quality;
        }

        String path(IntToDoubleFunction x) {
            StringBuilder path = new StringBuilder();
            boolean isDrawing = false;
            for (int a = 0; a < positions.length; a++) {
                if (Double.isNaN(positions[a])) {
                    isDrawing = false;
                    continue;
                }
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", isDrawing ? "L" : "M", x.applyAsDouble(a), y(positions[a])));
                isDrawing = true;
            }
            return path.toString();
        }
    }
}
