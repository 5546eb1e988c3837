package io.tidemark.report;

import java.util.List;

/// Builds a page from top to bottom.
public final class HtmlPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--fg:#1c2530;--dim:#5b6876;--bg:#fff;--line:#d9e0e7;--soft:#f3f6f9;--good:#1a7f4b;--bad:#b3261e}
            @media (prefers-color-scheme:dark){:root{--fg:#e6ebf0;--dim:#9aa7b4;--bg:#12171d;--line:#2b343e;--soft:#1a2129;--good:#57c78b;--bad:#f2827a}}
            body{font:15px/1.55 system-ui,sans-serif;color:var(--fg);background:var(--bg);margin:0 auto;max-width:76rem;padding:2rem 1.25rem 4rem}
            p,figcaption{max-width:60rem}
            h1{font-size:1.7rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}
            p.lead{color:var(--dim);margin:0 0 1rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
            th{color:var(--dim);font-weight:600}td.number,th.number{text-align:right}
            .good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}
            figure{margin:1rem 0;overflow-x:auto}figcaption{color:var(--dim);font-size:.9rem}svg{max-width:100%;height:auto}
            .wide{overflow-x:auto;margin:0 0 1.4rem}td.number,th.number,td.short{white-space:nowrap}td.long{min-width:18rem}
            @media (max-width:60rem){figure svg{max-width:none}body{padding:1.25rem .9rem 3rem}}
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    public HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(Escape.html(title)).append("</h1>\n");
    }

    /// What the page is about, in a sentence or two.
    public HtmlPage lead(String text) {
        body.append("<p class=\"lead\">").append(Escape.html(text)).append("</p>\n");
        return this;
    }

    /// A section's heading.
    public HtmlPage section(String heading) {
        body.append("<h2>").append(Escape.html(heading)).append("</h2>\n");
        return this;
    }

    /// A paragraph.
    public HtmlPage text(String text) {
        body.append("<p>").append(Escape.html(text)).append("</p>\n");
        return this;
    }

    /// A chart with its caption.
    ///
    /// @param svg as a chart of this package makes it; it goes into the page as it is
    public HtmlPage figure(String svg, String caption) {
        if (!svg.startsWith("<svg ") || !svg.endsWith("</svg>")) {
            throw new IllegalArgumentException(
                    "Found a figure that is no <svg>, expected one of this package's charts.");
        }
        body.append("<figure>").append(svg);
        body.append("<figcaption>").append(Escape.html(caption)).append("</figcaption></figure>\n");
        return this;
    }

    /// A table; cells that are numbers are aligned to the right.
    ///
    /// @param rows each as long as `columns`
    public HtmlPage table(List<String> columns, List<List<Cell>> rows) {
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "Found a row of " + row.size() + " cells, expected " + columns.size() + ": " + row);
            }
        }
        body.append("<div class=\"wide\"><table><thead><tr>");
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            boolean number = !rows.isEmpty()
                    && rows.stream().allMatch(row -> row.get(column).kind() == Cell.Kind.NUMBER);
            body.append(number ? "<th class=\"number\">" : "<th>")
                    .append(Escape.html(columns.get(c)))
                    .append("</th>");
        }
        body.append("</tr></thead><tbody>\n");
        for (List<Cell> row : rows) {
            body.append("<tr>");
            row.forEach(cell -> body.append(cell.html()));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
        return this;
    }

    /// The page.
    public String html() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + Escape.html(title)
                + "</title><style>" + STYLE + "</style></head><body>\n" + body + "</body></html>\n";
    }

    /// One cell of a table.
    ///
    /// @param text what it says
    /// @param kind how it looks
    public record Cell(String text, Kind kind) {
        /// Characters.
        private static final int SHORT = 24;

        private static final int LONG = 60;

        /// How a cell looks.
        public enum Kind {
            TEXT(""),
            NUMBER(" class=\"number\""),
            GOOD(" class=\"good\""),
            BAD(" class=\"bad\"");

            private final String attribute;

            Kind(String attribute) {
                this.attribute = attribute;
            }
        }

        /// Plain text.
        public static Cell text(String text) {
            return new Cell(text, Kind.TEXT);
        }

        /// A number, already formatted.
        public static Cell number(String text) {
            return new Cell(text, Kind.NUMBER);
        }

        /// A verdict.
        public static Cell verdict(boolean good, String text) {
            return new Cell(text, good ? Kind.GOOD : Kind.BAD);
        }

        /// A narrow screen breaks no short text and squeezes no long one: the table scrolls.
        private String html() {
            String attribute = kind != Kind.TEXT
                    ? kind.attribute
                    : text.length() <= SHORT ? " class=\"short\"" : text.length() >= LONG ? " class=\"long\"" : "";
            return "<td" + attribute + ">" + Escape.html(text) + "</td>";
        }
    }
}
