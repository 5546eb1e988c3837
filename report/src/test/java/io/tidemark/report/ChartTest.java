package io.tidemark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class ChartTest {
    private static final String EVIL = "</text><script>alert('1')</script>\" onload=\"x & y";

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(new double[] {0, 1, 2}, new double[] {1, 2, 3}),
                Arguments.of(new double[0], new double[0]),
                Arguments.of(new double[] {5}, new double[] {5}),
                Arguments.of(new double[] {1, 2}, new double[] {Double.NaN, Double.NaN}),
                Arguments.of(new double[] {1, 2}, new double[] {Double.POSITIVE_INFINITY, 3}),
                Arguments.of(new double[] {1, 2, 3}, new double[] {-5, Double.NaN, -7}),
                Arguments.of(new double[] {1e17, 1e17}, new double[] {1e17, 1e17}),
                Arguments.of(new double[] {1e17, Math.nextUp(1e17)}, new double[] {1e17, Math.nextUp(1e17)}),
                Arguments.of(new double[] {-1e308, 1e308}, new double[] {-1e308, 1e308}),
                Arguments.of(new double[] {0, 1e-300}, new double[] {0, 1e-300}));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineChartIsValidWhateverItShows(double[] x, double[] y) {
        String svg = new LineChart("t", "x", "y").line("a", x, y).mark(1, "m").svg();

        Document document = Markup.xml(svg);
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity").hasSizeLessThan(20_000);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aBarChartIsValidWhateverItShows(double[] unused, double[] values) {
        BarChart chart = new BarChart("t", "v");
        for (double value : values) {
            chart.bar("b", value, 0);
        }

        assertThat(Markup.count(Markup.xml(chart.svg()), "rect")).isEqualTo(values.length);
        assertThat(chart.svg()).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void dotsInARangeAreValidWhateverTheyShow(double[] x, double[] y) {
        String svg =
                new LineChart("t", "x", "y").dots("a", x, y).between(2, 2.5).svg();

        assertThat(Markup.count(Markup.xml(svg), "path")).isEqualTo(1);
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void dotsStandInAnyOrder() {
        LineChart chart = new LineChart("t", "x", "y").dots("a", new double[] {3, 1, 2}, new double[] {1, 2, 3});

        assertThat(Markup.count(Markup.xml(chart.svg()), "path")).isEqualTo(1);
        assertThatThrownBy(() -> chart.dots("b", new double[] {Double.NaN}, new double[1]))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> chart.dots("b", new double[2], new double[1])).hasMessageContaining("as many");
    }

    @Test
    void betterLinesAreDrawnOverWorseOnes() {
        String svg = new ParallelCoordinates("t")
                .axis("a", List.of(new ParallelCoordinates.Tick(0, "low"), new ParallelCoordinates.Tick(1, "high")))
                .axis(EVIL, List.of())
                .line("best", new double[] {0, 1}, 1)
                .line("worst", new double[] {1, Double.NaN}, 0)
                .line(EVIL, new double[] {-3, 7}, 0.5)
                .svg();

        Document document = Markup.xml(svg);
        assertThat(Markup.count(document, "script")).isZero();
        assertThat(svg).doesNotContain("NaN");
        assertThat(svg.indexOf(">worst<")).isPositive().isLessThan(svg.indexOf(">best<"));
    }

    @Test
    void aLineNeedsAPositionOnEachAxis() {
        ParallelCoordinates chart = new ParallelCoordinates("t").axis("a", List.of());

        assertThatThrownBy(() -> chart.line("x", new double[] {0, 1}, 1)).hasMessageContaining("2 positions");
        assertThat(Markup.count(Markup.xml(new ParallelCoordinates("t").svg()), "path"))
                .isZero();
    }

    @Test
    void textsOfUsersStayTexts() {
        Document line = Markup.xml(new LineChart(EVIL, EVIL, EVIL)
                .line(EVIL, new double[] {1, 2}, new double[] {3, 4})
                .mark(1, EVIL)
                .svg());
        Document bar = Markup.xml(new BarChart(EVIL, EVIL).bar(EVIL, 1, 0).svg());

        for (Document document : new Document[] {line, bar}) {
            assertThat(Markup.count(document, "script")).isZero();
            assertThat(Markup.text(document, "title")).isEqualTo(EVIL);
        }
    }

    @Test
    void aGapInterruptsALine() {
        String svg = new LineChart("t", "x", "y")
                .line("a", new double[] {0, 1, 2, 3}, new double[] {1, Double.NaN, 3, 4})
                .svg();

        String path = Markup.xml(svg)
                .getElementsByTagName("path")
                .item(0)
                .getAttributes()
                .getNamedItem("d")
                .getTextContent();
        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(path.chars().filter(c -> c == 'L').count()).isEqualTo(1);
    }

    @Test
    void linesThatAreNoneAreRefused() {
        LineChart chart = new LineChart("t", "x", "y");

        assertThatThrownBy(() -> chart.line("a", new double[1], new double[2])).hasMessageContaining("1 x and 2 y");
        assertThatThrownBy(() -> chart.line("a", new double[] {Double.NaN}, new double[1]))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> chart.line("a", new double[] {2, 1}, new double[2]))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> chart.mark(Double.NaN, "m")).hasMessageContaining("finite");
    }

    @Test
    void barsAreAsLongAsTheirShareOfTheLargest() {
        Document document = Markup.xml(new BarChart("t", "v")
                .bar("a", 50, 0)
                .bar("b", -100, 1)
                .bar("c", 0, 0)
                .svg());

        assertThat(width(document, 0)).isEqualTo(width(document, 1) / 2);
        assertThat(width(document, 2)).isZero();
    }

    @Test
    void numbersAreWrittenAlikeInEveryLanguage() {
        Locale before = Locale.getDefault();
        String here = new BarChart("t", "v").bar("a", 0.5, 0).svg();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new BarChart("t", "v").bar("a", 0.5, 0).svg()).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static double width(Document document, int bar) {
        return Double.parseDouble(document.getElementsByTagName("rect")
                .item(bar)
                .getAttributes()
                .getNamedItem("width")
                .getTextContent());
    }
}
