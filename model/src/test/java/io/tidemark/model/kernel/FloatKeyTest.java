package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatKeyTest {
    private static final float[] EDGES = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -1,
        -Float.MIN_NORMAL,
        -Float.MIN_VALUE,
        -0.0f,
        0,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY
    };

    @Test
    void keysOrderAsTheirFloatsDo() {
        for (float a : EDGES) {
            for (float b : EDGES) {
                assertThat(Integer.compare(FloatKey.key(a), FloatKey.key(b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(a < b ? -1 : a > b ? 1 : 0);
            }
        }
    }

    @Test
    void missingIsAboveEveryNumberAndBelowALeaf() {
        assertThat(FloatKey.key(Float.intBitsToFloat(0xffffffff))).isEqualTo(FloatKey.NAN);
        assertThat(FloatKey.key(Float.POSITIVE_INFINITY)).isLessThan(FloatKey.NAN);
        assertThat(FloatKey.NAN).isLessThan(FloatKey.NEVER_EXCEEDED);
        assertThat(FloatKey.key(Float.NEGATIVE_INFINITY)).isGreaterThan(Integer.MIN_VALUE);
    }

    @Test
    void aThresholdBetweenTwoFloatsParts() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            double threshold = i % 2 == 0 ? random.nextDouble(-2, 2) : Double.longBitsToDouble(random.nextLong());
            float value = i % 3 == 0 ? (float) threshold : Float.intBitsToFloat(random.nextInt());
            if (!Double.isNaN(threshold) && !Float.isNaN(value)) {
                assertThat(FloatKey.key(value) <= FloatKey.thresholdKey(threshold))
                        .as("%s <= %s", value, threshold)
                        .isEqualTo(value <= threshold);
            }
        }
    }
}
