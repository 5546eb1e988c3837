package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {
    @ParameterizedTest
    @EnumSource(value = Link.class, mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void marginIsTheInverseOfScore(Link link) {
        for (double margin : new double[] {-3, -0.5, 0, 1e-6, 0.7, 12}) {
            assertThat(link.margin(link.score(margin))).isCloseTo(margin, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Link.class, mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void scoresAreFiniteForEveryMargin(Link link) {
        for (double margin : new double[] {-1e308, -1000, 1000, 1e308, Double.MAX_VALUE}) {
            assertThat(link.score(margin)).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Link.class, mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void aLargerMarginNeverGivesASmallerScore(Link link) {
        double last = Double.NEGATIVE_INFINITY;
        for (double margin = -800; margin <= 800; margin += 0.25) {
            assertThat(link.score(margin)).isGreaterThanOrEqualTo(last);
            last = link.score(margin);
        }
    }

    @Test
    void probabilitiesOfClassesSumUpToOne() {
        assertThat(probabilities(Link.SOFTMAX, 0, StrictMath.log(2), StrictMath.log(5)))
                .containsExactly(new double[] {1 / 8.0, 2 / 8.0, 5 / 8.0}, within(1e-15));
        assertThat(probabilities(Link.LOGISTIC, 0, 0, StrictMath.log(3)))
                .containsExactly(new double[] {2 / 7.0, 2 / 7.0, 3 / 7.0}, within(1e-15));
        assertThat(probabilities(Link.IDENTITY, 1, 3, 0)).containsExactly(0.25, 0.75, 0);
    }

    @Test
    void extremeMarginsOfClassesHaveFiniteProbabilities() {
        assertThat(probabilities(Link.SOFTMAX, 1e300, -1e300, 0)).containsExactly(1, 0, 0);
        assertThat(probabilities(Link.SOFTMAX, -1e300, -1e300, -1e300)).containsOnly(1 / 3.0);
        assertThat(probabilities(Link.LOGISTIC, -1e300, -1e300, -1e300)).containsOnly(1 / 3.0);
        assertThat(probabilities(Link.IDENTITY, 0, 0, 0)).containsOnly(1 / 3.0);
        assertThat(probabilities(Link.IDENTITY, -1e-17, 0.5, 0.5)).containsExactly(0, 0.5, 0.5);
    }

    @Test
    void linksKnowHowManyMarginsTheyFollow() {
        assertThat(Link.SOFTMAX.takes(1)).isFalse();
        assertThat(Link.SOFTMAX.takes(3)).isTrue();
        assertThat(Link.EXP.takes(3)).isFalse();
        assertThat(Link.EXPM1.takes(1)).isTrue();
        assertThat(Link.LOGISTIC.takes(3)).isTrue();
    }

    private static double[] probabilities(Link link, double... margins) {
        link.toProbabilities(margins);
        return margins;
    }
}
