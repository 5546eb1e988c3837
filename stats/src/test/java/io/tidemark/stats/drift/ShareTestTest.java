package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTestTest {
    /// SciPy 1.17.1: `hypergeom.sf(hits - 1, n + m, hits + referenceHits, m)`.
    @ParameterizedTest
    @CsvSource({
        "3, 100, 9, 80, 0.028161334867443",
        "0, 1000, 5, 500, 0.00406050321607",
        "50, 10000, 30, 1000, 3.9001271032315e-12",
        "0, 2000, 1, 100, 0.0476190476190476"
    })
    void pValuesAreScipys(long referenceHits, long referenceRows, long hits, long rows, double expected) {
        assertThat(ShareTest.riseByChance(referenceHits, referenceRows, hits, rows))
                .isCloseTo(expected, within(1e-9 * expected + 1e-14));
    }

    @Test
    void aShareThatFellOrStayedIsNoRise() {
        assertThat(ShareTest.riseByChance(10, 100, 10, 100)).isEqualTo(1);
        assertThat(ShareTest.riseByChance(10, 100, 0, 100)).isEqualTo(1);
        assertThat(ShareTest.riseByChance(100, 100, 100, 100)).isEqualTo(1);
    }

    @Test
    void aSideWithoutRowsSaysNothing() {
        assertThat(ShareTest.riseByChance(0, 0, 5, 10)).isEqualTo(1);
        assertThat(ShareTest.riseByChance(5, 10, 0, 0)).isEqualTo(1);
    }

    @Test
    void largeNumbersAreNoTrouble() {
        assertThat(ShareTest.riseByChance(1_000, 10_000_000, 500_000, 10_000_000))
                .isZero();
        assertThat(ShareTest.riseByChance(1_000_000, 10_000_000, 1_000_500, 10_000_000))
                .isBetween(0.2, 0.6);
    }

    @Test
    void withoutARiseFewFalseAlarmsComeOut() {
        Random random = new Random(1);
        int alarms = 0;
        for (int i = 0; i < 2_000; i++) {
            alarms += ShareTest.riseByChance(hits(random, 500), 500, hits(random, 300), 300) <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 2_000.0).isBetween(0.01, 0.05);
    }

    private static long hits(Random random, int rows) {
        return random.doubles(rows).filter(value -> value < 0.1).count();
    }

    @Test
    void moreHitsThanRowsAreRefused() {
        assertThatThrownBy(() -> ShareTest.riseByChance(1, 10, 11, 10)).hasMessageContaining("11 of 10");
    }
}
