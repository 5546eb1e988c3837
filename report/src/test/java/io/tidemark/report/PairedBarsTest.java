package io.tidemark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairedBarsTest {
    private static long bars(String svg) {
        return svg.split("<rect ", -1).length - 1L - 2;
    }

    @Test
    void eachBinHasTwoBarsAndItsLabel() {
        String svg = new PairedBars("income", "reference", "now")
                .pair("≤ 1", 0.5, 0.1)
                .pair("> 1", 0.5, 0.9)
                .svg();
        assertThat(bars(svg)).isEqualTo(4);
        assertThat(svg).contains("≤ 1", "&gt; 1", "reference", "now");
    }

    @Test
    void noBinsAndSharesThatAreNoneStillMakeAPicture() {
        assertThat(new PairedBars("nothing", "a", "b").svg()).endsWith("</svg>").doesNotContain("NaN");
        String odd = new PairedBars("odd", "a", "b")
                .pair("x", Double.NaN, Double.POSITIVE_INFINITY)
                .pair("y", -1, 0)
                .svg();
        assertThat(odd).doesNotContain("NaN", "Infinity");
        assertThat(bars(odd)).isEqualTo(4);
    }

    @Test
    void textOfTheDataCannotLeaveItsPlace() {
        String svg = new PairedBars("<script>", "a", "b")
                .pair("<img onerror=alert(1)>", 1, 1)
                .svg();
        assertThat(svg).doesNotContain("<script>", "<img");
    }
}
