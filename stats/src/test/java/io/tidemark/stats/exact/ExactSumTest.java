package io.tidemark.stats.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sumIsTheExactOneRoundedOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ExactSum sum = new ExactSum();
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < 3_000; i++) {
            double term = wild(random);
            sum.add(term);
            exact = exact.add(new BigDecimal(term));
            if (i % 50 == 0) {
                assertThat(sum.value()).as("seed %d, term %d", seed, i).isEqualTo(exact.doubleValue());
                assertThat(sum.exactValue()).isEqualByComparingTo(exact);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void neitherOrderNorGroupingChangesABit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] terms = random.doubles(2_000).map(u -> wild(random)).toArray();
        byte[] inOrder = bytes(sumOf(terms));

        double[] backwards = IntStream.range(0, terms.length)
                .mapToDouble(i -> terms[terms.length - 1 - i])
                .toArray();
        assertThat(bytes(sumOf(backwards))).isEqualTo(inOrder);

        ExactSum[] parts = IntStream.range(0, 7)
                .mapToObj(part -> sumOf(IntStream.range(0, terms.length)
                        .filter(i -> i % 7 == part)
                        .mapToDouble(i -> terms[i])
                        .toArray()))
                .toArray(ExactSum[]::new);
        ExactSum left = new ExactSum();
        Arrays.stream(parts).forEach(left::merge);
        ExactSum right = new ExactSum();
        for (int part = parts.length - 1; part >= 0; part--) {
            ExactSum next = parts[part].copy();
            next.merge(right);
            right = next;
        }
        assertThat(bytes(left)).isEqualTo(inOrder);
        assertThat(bytes(right)).isEqualTo(inOrder);
        assertThat(left).isEqualTo(right).hasSameHashCodeAs(right);
    }

    @Test
    void smallTermsSurviveLargeOnesThatCancel() {
        assertThat(sumOf(1e300, 1, 1e-300, -1e300).value()).isEqualTo(1);
        assertThat(sumOf(1e16, 1, 1, -1e16).value()).isEqualTo(2);
        assertThat(sumOf(0.1, 0.2, -0.3).value()).isEqualTo(2.7755575615628914E-17);
        assertThat(sumOf(Double.MIN_VALUE, Double.MIN_VALUE).value()).isEqualTo(2 * Double.MIN_VALUE);
    }

    @Test
    void tiesRoundToEvenAndOneBitBeyondDecides() {
        double one = 1;
        double half = Math.ulp(one) / 2;
        assertThat(sumOf(one, half).value()).isEqualTo(one);
        assertThat(sumOf(Math.nextUp(one), half).value()).isEqualTo(Math.nextUp(Math.nextUp(one)));
        assertThat(sumOf(one, half, Double.MIN_VALUE).value()).isEqualTo(Math.nextUp(one));
    }

    @Test
    void emptyAndCancelledSumsAreZero() {
        assertThat(new ExactSum().value()).isZero();
        assertThat(sumOf(-3.5, 1e-200, 3.5, -1e-200)).isEqualTo(new ExactSum());
    }

    @Test
    void sumBeyondTheLargestDoubleIsInfiniteAndComesBack() {
        ExactSum sum = sumOf(Double.MAX_VALUE, Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(copyThroughBytes(sum)).isEqualTo(sum);
        sum.add(-Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void productsAreNotRounded() {
        double third = 1.0 / 3;
        ExactSum sum = new ExactSum();
        sum.addProduct(third, third);
        assertThat(sum.exactValue()).isEqualByComparingTo(new BigDecimal(third).pow(2));
    }

    @Test
    void doubleDoubleCarriesTwiceTheDigits() {
        ExactSum sum = sumOf(1, 1e-20);
        assertThat(sum.valueDD().hi()).isEqualTo(1);
        assertThat(sum.valueDD().lo()).isEqualTo(1e-20);
    }

    @Test
    void spreadAboutTheMeanIsExactHoweverFarFromZero() {
        double[] values = {1e15 + 1, 1e15 + 2, 1e15 + 4};
        ExactSum squares = new ExactSum();
        for (double value : values) {
            squares.addProduct(value, value);
        }
        assertThat(ExactSum.squaresAboutMean(sumOf(values), squares, 3)).isEqualTo(14.0 / 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void onlyFiniteTermsAreTaken(double term) {
        assertThatThrownBy(() -> new ExactSum().add(term))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a finite number");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void bytesBringTheSumBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ExactSum sum = sumOf(random.doubles(100).map(u -> wild(random)).toArray());
        assertThat(copyThroughBytes(sum)).as("seed %d", seed).isEqualTo(sum);
        assertThat(copyThroughBytes(sumOf(0.1, 0.2))).isEqualTo(sumOf(0.2, 0.1));
        assertThat(bytes(sumOf(0.1, 0.2, 1000.3))).hasSizeLessThan(20);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] good = bytes(sumOf(1.5, 1e-9));
        assertThatThrownBy(() -> ExactSum.readFrom(new StateReader(Arrays.copyOf(good, good.length - 1))))
                .isInstanceOf(CorruptStateException.class);
        byte[] tooManyDigits = good.clone();
        tooManyDigits[0] = (byte) 0x7f;
        assertThatThrownBy(() -> ExactSum.readFrom(new StateReader(tooManyDigits)))
                .isInstanceOf(CorruptStateException.class);
    }

    /// Numbers of either sign over the whole range of exponents.
    private static double wild(SplittableRandom random) {
        int exponent = random.nextInt(-1070, 1000);
        return Math.scalb(random.nextDouble(-1, 1), random.nextInt(10) < 5 ? exponent : random.nextInt(-40, 40));
    }

    private static ExactSum sumOf(double... terms) {
        ExactSum sum = new ExactSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum;
    }

    private static byte[] bytes(ExactSum sum) {
        StateWriter out = new StateWriter();
        sum.writeTo(out);
        return out.toBytes();
    }

    private static ExactSum copyThroughBytes(ExactSum sum) {
        StateReader in = new StateReader(bytes(sum));
        ExactSum copy = ExactSum.readFrom(in);
        in.expectEnd();
        return copy;
    }
}
