package io.tidemark.trainer.report;

import io.tidemark.report.HtmlPage;
import java.util.LinkedHashMap;
import java.util.Map;

/// A page whose figures are files of their own as well.
final class ReportPage {
    private final Map<String, String> plots = new LinkedHashMap<>();
    private final HtmlPage page;

    ReportPage(HtmlPage page) {
        this.page = page;
    }

    /// Where text and tables go.
    HtmlPage page() {
        return page;
    }

    /// Adds a figure.
    ///
    /// @param name name of its file, without ending
    void figure(String name, String svg, String caption) {
        plots.put(name, svg);
        page.figure(svg, caption);
    }

    /// All figures so far as SVG, by name.
    Map<String, String> plots() {
        return Map.copyOf(plots);
    }
}
