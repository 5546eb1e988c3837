package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WassersteinTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void distanceIsTheAreaBetweenTheDistributionFunctions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] r = sample(random, random.nextInt(1, 60), 0, seed % 2 == 0);
        double[] c = sample(random, random.nextInt(1, 60), 1, seed % 2 == 0);
        double[] all =
                DoubleStream.concat(Arrays.stream(r), Arrays.stream(c)).sorted().toArray();
        double area = 0;
        for (int i = 1; i < all.length; i++) {
            area += Math.abs(share(r, all[i - 1]) - share(c, all[i - 1])) * (all[i] - all[i - 1]);
        }

        double found = Wasserstein.distance(r, c).orElseThrow();

        assertThat(found).as("seed %d", seed).isCloseTo(area, within(1e-13));
        assertThat(Wasserstein.distance(c, r)).hasValue(found);
    }

    @Test
    void aShiftIsItsOwnDistance() {
        double[] values = sample(new SplittableRandom(7), 500, 0, false);
        double[] shifted = Arrays.stream(values).map(value -> value + 10).toArray();
        assertThat(Wasserstein.distance(values, shifted).orElseThrow()).isCloseTo(10, within(1e-12));
    }

    @Test
    void aConstantReferenceIsNormedByTheSmallestDeviation() {
        assertThat(Wasserstein.normed(new double[] {5, 5}, new double[] {6})).hasValue(1_000);
        assertThat(Wasserstein.normed(new double[] {5, 5}, new double[] {5})).hasValue(0);
    }

    @Test
    void sidesWithoutRowsHaveNoDistance() {
        assertThat(Wasserstein.distance(new double[0], new double[] {1})).isEmpty();
        assertThat(Wasserstein.normed(new double[] {1}, new double[] {Double.NaN}))
                .isEmpty();
        NumericProfile profile = NumericProfile.of(1, 2, 3);
        assertThat(binned(profile)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 2})
    void binsComeNearTheExactDistance(double shift) {
        SplittableRandom random = new SplittableRandom(3);
        double[] r = random.doubles(20_000, 0, 10).toArray();
        double[] c =
                random.doubles(5_000, 0, 10).map(u -> Math.min(10, u + shift)).toArray();
        double exact = Wasserstein.distance(r, c).orElseThrow();
        assertThat(binned(NumericProfile.of(r), c).orElseThrow()).isCloseTo(exact, within(0.02));
    }

    @Test
    void oneOutlierCountsAsAtTheEndOfTheTrainingRange() {
        double[] r = new SplittableRandom(4).doubles(1_000).toArray();
        NumericProfile profile = NumericProfile.of(r);
        double[] c = Arrays.copyOf(r, 100);
        double before = binned(profile, c).orElseThrow();
        c[0] = 1e6;
        assertThat(binned(profile, c).orElseThrow()).isLessThanOrEqualTo(before + 0.01);
        assertThat(Wasserstein.distance(r, c).orElseThrow()).isGreaterThan(9_000);
    }

    private static OptionalDouble binned(NumericProfile profile, double... current) {
        return Wasserstein.distance(
                profile.bins(),
                profile.summary().orElseThrow(),
                values(profile.reference()),
                values(Histogram.of(profile.bins(), current)));
    }

    private static long[] values(Histogram histogram) {
        return Arrays.copyOf(histogram.counts(), histogram.bins().values());
    }

    private static double share(double[] sample, double at) {
        return (double) Arrays.stream(sample).filter(value -> value <= at).count() / sample.length;
    }

    private static double[] sample(SplittableRandom random, int size, double shift, boolean tied) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> {
            double value = random.nextGaussian() + shift;
            return tied ? Math.rint(value) : value;
        });
        return values;
    }
}
