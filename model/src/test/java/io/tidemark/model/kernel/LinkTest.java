package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {
    @ParameterizedTest
    @EnumSource(Link.class)
    void marginIsTheInverseOfScore(Link link) {
        for (double margin : new double[] {-3, -0.5, 0, 1e-6, 0.7, 12}) {
            assertThat(link.margin(link.score(margin))).isCloseTo(margin, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void scoresAreFiniteForEveryMargin(Link link) {
        for (double margin : new double[] {-1e308, -1000, 1000, 1e308, Double.MAX_VALUE}) {
            assertThat(link.score(margin)).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void aLargerMarginNeverGivesASmallerScore(Link link) {
        double last = Double.NEGATIVE_INFINITY;
        for (double margin = -800; margin <= 800; margin += 0.25) {
            assertThat(link.score(margin)).isGreaterThanOrEqualTo(last);
            last = link.score(margin);
        }
    }
}
