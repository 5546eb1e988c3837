package io.tidemark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.report.HtmlPage.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class HtmlPageTest {
    private static final String EVIL = "<script>alert(1)</script><img src=x onerror=y>\"&'";

    @Test
    void textsOfUsersStayTexts() {
        String html = new HtmlPage(EVIL)
                .lead(EVIL)
                .section(EVIL)
                .text(EVIL)
                .figure(new BarChart(EVIL, EVIL).svg(), EVIL)
                .table(List.of(EVIL, EVIL), List.of(List.of(Cell.text(EVIL), Cell.verdict(false, EVIL))))
                .html();

        Document body = body(html);
        assertThat(html).doesNotContain("<script").doesNotContain("<img");
        assertThat(Markup.count(body, "script")).isZero();
        assertThat(Markup.text(body, "h1")).isEqualTo(EVIL);
        assertThat(Markup.text(body, "h2")).isEqualTo(EVIL);
        assertThat(Markup.text(body, "td")).isEqualTo(EVIL);
        assertThat(Markup.text(body, "figcaption")).isEqualTo(EVIL);
    }

    @Test
    void aPageStandsAlone() {
        String html = new HtmlPage("A report").text("All in one file.").html();

        assertThat(html)
                .startsWith("<!doctype html>\n<html lang=\"en\">")
                .contains("<meta charset=\"utf-8\">")
                .contains("<title>A report</title>")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("src=")
                .doesNotContain("href=");
    }

    @Test
    void columnsOfNumbersAreAlignedWithTheirHeading() {
        String html = new HtmlPage("t")
                .table(
                        List.of("name", "value", "mixed"),
                        List.of(
                                List.of(Cell.text("a"), Cell.number("1"), Cell.number("1")),
                                List.of(Cell.text("b"), Cell.number("2"), Cell.verdict(true, "good"))))
                .html();

        assertThat(html)
                .contains("<th>name</th><th class=\"number\">value</th><th>mixed</th>")
                .contains("<td class=\"short\">a</td><td class=\"number\">1</td>")
                .contains("<td class=\"good\">good</td>");
    }

    @Test
    void aNarrowScreenBreaksNoShortTextAndSqueezesNoLongOne() {
        String html = new HtmlPage("t")
                .table(
                        List.of("since", "name", "what"),
                        List.of(List.of(
                                Cell.text("2026-03-01 12:00:00 UTC"),
                                Cell.text("between short and long, thirty"),
                                Cell.text("why ".repeat(20)))))
                .html();

        assertThat(html).contains("<td class=\"short\">2026", "<td>between", "<td class=\"long\">why");
    }

    @Test
    void aTableWithoutRowsHasItsHeading() {
        Document body =
                body(new HtmlPage("t").table(List.of("a", "b"), List.of()).html());

        assertThat(Markup.count(body, "th")).isEqualTo(2);
        assertThat(Markup.count(body, "td")).isZero();
    }

    @Test
    void rowsThatDoNotFitTheirHeadingAreRefused() {
        HtmlPage page = new HtmlPage("t");

        assertThatThrownBy(() -> page.table(List.of("a", "b"), List.of(List.of(Cell.text("1")))))
                .hasMessageContaining("a row of 1 cells, expected 2");
        assertThatThrownBy(() -> page.table(List.of(), List.of(List.of(Cell.text("1")))))
                .hasMessageContaining("a row of 1 cells, expected 0");
    }

    @Test
    void onlyChartsAreFigures() {
        assertThatThrownBy(() -> new HtmlPage("t").figure(EVIL, "c")).hasMessageContaining("no <svg>");
    }

    /// The body of a page is written so that it is XML too.
    private static Document body(String html) {
        return Markup.xml(html.substring(html.indexOf("<body>"), html.indexOf("</html>")));
    }
}
