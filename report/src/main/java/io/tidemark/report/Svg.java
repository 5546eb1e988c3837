package io.tidemark.report;

import java.util.Locale;

/// Writes SVG elements.
final class Svg {
    /// Colours that differ for most colour-blind people (Okabe and Ito).
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f"
    };

    private final StringBuilder out = new StringBuilder();

    Svg(double width, double height, String title) {
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\""
                        + " role=\"img\" font-family=\"system-ui,sans-serif\" font-size=\"12\" fill=\"currentColor\">"
                        + "<title>%s</title>",
                width,
                height,
                width,
                height,
                Escape.html(title)));
    }

    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        out.append(String.format(
                Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>", x1, y1, x2, y2, style));
        return this;
    }

    Svg rectangle(double x, double y, double width, double height, String style) {
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>",
                x,
                y,
                Math.max(0, width),
                Math.max(0, height),
                style));
        return this;
    }

    /// Tells lines of one colour apart: after all colours, they are dashed.
    static String dashes(int series) {
        return switch (series / COLOURS.length % 3) {
            case 0 -> "";
            case 1 -> " stroke-dasharray=\"6 3\"";
            default -> " stroke-dasharray=\"2 3\"";
        };
    }

    /// @param dashes as [#dashes] gives them
    Svg line(String data, String colour, String dashes) {
        out.append("<path d=\"")
                .append(data)
                .append("\" fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"1.8\" stroke-linejoin=\"round\"")
                .append(dashes)
                .append("/>");
        return this;
    }

    /// Dots where a path's lines of length 0 are.
    Svg dots(String data, String colour) {
        out.append("<path d=\"")
                .append(data)
                .append("\" fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"5\" stroke-linecap=\"round\" stroke-opacity=\".7\"/>");
        return this;
    }

    /// A path that says what it is when pointed at.
    Svg path(String data, String style, String hint) {
        out.append("<path d=\"")
                .append(data)
                .append("\" fill=\"none\" stroke-linejoin=\"round\" ")
                .append(style)
                .append("><title>")
                .append(Escape.html(hint))
                .append("</title></path>");
        return this;
    }

    Svg text(double x, double y, String anchor, String text) {
        out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
                .append(Escape.html(text))
                .append("</text>");
        return this;
    }

    String end() {
        return out.append("</svg>").toString();
    }
}
