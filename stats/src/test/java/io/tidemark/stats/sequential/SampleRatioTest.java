package io.tidemark.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRatioTest {
    private static final double ALARM = Math.log(1_000);

    @Test
    void nothingIsNoEvidence() {
        assertThat(SampleRatio.logEvidence(0, 0, 0.05)).isZero();
        assertThat(SampleRatio.pValue(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.5})
    void splitAsAskedForRaisesNoAlarmAtAnyLook(double share) {
        for (int run = 0; run < 50; run++) {
            Random random = new Random(run);
            long challenger = 0;
            for (int keys = 1; keys <= 5_000; keys++) {
                challenger += random.nextDouble() < share ? 1 : 0;
                assertThat(SampleRatio.logEvidence(challenger, keys - challenger, share))
                        .isLessThan(ALARM);
            }
        }
    }

    @Test
    void challengerThatAnswersHalfOfItsKeysIsNoticed() {
        assertThat(SampleRatio.logEvidence(500, 19_500, 0.05)).isGreaterThan(ALARM);
    }

    @Test
    void challengerThatAnswersNobodyIsNoticed() {
        assertThat(SampleRatio.logEvidence(0, 1_000, 0.05)).isGreaterThan(ALARM);
    }

    @Test
    void shareOfAllOrNothingIsRefused() {
        assertThatThrownBy(() -> SampleRatio.logEvidence(1, 1, 1)).hasMessageContaining("below 1");
    }
}
