package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinGroupsTest {
    @Test
    void sixtyFourFineBinsBecomeTenEvenGroups() {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double[6_400];
        Arrays.setAll(values, i -> random.nextGaussian());
        Histogram reference = NumericProfile.of(values).reference();
        BinGroups groups = BinGroups.of(reference);

        long[] sums = groups.sums(reference);
        assertThat(groups.count()).isEqualTo(11);
        for (int group = 0; group < 10; group++) {
            assertThat(sums[group]).isBetween(600L, 700L);
        }
        assertThat(sums[10]).isZero();
        assertThat(groups.groupOf(64)).isEqualTo(10);
    }

    @Test
    void atomsAndEmptyBinsStandAlone() {
        NumericBins bins = new NumericBins(1, 2, 3, 4, 5, 6);
        Histogram reference = Histogram.ofCounts(bins, 0, 50, 0, 10, 10, 10, 20, 7);
        BinGroups groups = BinGroups.of(reference, 4);

        assertThat(groups.sums(reference)).containsExactly(0, 50, 0, 20, 30, 7);
    }

    @Test
    void rareCategoriesShareAGroup() {
        Histogram reference = Histogram.ofCounts(new CategoryBins(6), 5, 100, 1, 80, 2, 5, 3, 4);
        BinGroups groups = BinGroups.of(reference, 4);

        assertThat(groups.groupOf(1)).isNotEqualTo(groups.groupOf(3));
        assertThat(groups.sums(reference)).containsExactly(5, 100, 8, 80, 3, 4);
        assertThat(BinGroups.of(reference).count()).isEqualTo(8);
    }

    @Test
    void anEmptyReferenceHasGroupsToo() {
        assertThat(BinGroups.of(new Histogram(new NumericBins())).count()).isEqualTo(2);
        assertThat(BinGroups.of(new Histogram(new CategoryBins(0))).count()).isEqualTo(2);
    }

    @Test
    void otherBinsAreRefused() {
        BinGroups groups = BinGroups.of(new Histogram(new CategoryBins(3)));
        assertThatThrownBy(() -> groups.sums(new Histogram(new CategoryBins(4))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
