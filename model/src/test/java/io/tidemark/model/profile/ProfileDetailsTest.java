package io.tidemark.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileDetailsTest {
    private static final int ROWS = 400;

    private static List<FeatureSpec> numbers(int count) {
        return IntStream.range(0, count)
                .<FeatureSpec>mapToObj(
                        i -> new FeatureSpec.NumberFeature("n" + i, false, "", Range.ALL, Optional.empty(), false))
                .toList();
    }

    /// Each number is a bit of the first one.
    private static ReferenceProfile profile(int count) {
        Random random = new Random(1);
        double[][] columns = new double[count][ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < count; c++) {
                columns[c][row] = c == 0 ? random.nextGaussian() : columns[0][row] + c * random.nextGaussian();
            }
        }
        columns[0][7] = 1_000;
        return ReferenceProfile.of(numbers(count), new RawTable(columns, ROWS), columns[0]);
    }

    @Test
    void theClosestPairsAreKeptAndNoMoreThanTwelve() {
        List<ProfileDetails.Pair> pairs = profile(9).details().pairs();
        assertThat(pairs).hasSize(12);
        assertThat(pairs.getFirst().left()).isZero();
        assertThat(pairs.getFirst().right()).isEqualTo(1);
        assertThat(pairs.getFirst().reference().rows()).isEqualTo(ROWS);
    }

    @Test
    void outliersOfTheTrainingRowsAreCounted() {
        assertThat(profile(2).details().outliers()).first().isEqualTo(1L);
    }

    @Test
    void aConstantAndAnEmptyColumnAreInNoPair() {
        double[] values = new Random(1).doubles(ROWS).toArray();
        double[] constant = new double[ROWS];
        double[] empty = new double[ROWS];
        Arrays.fill(empty, Double.NaN);
        ReferenceProfile profile = ReferenceProfile.of(
                numbers(4), new RawTable(new double[][] {values, constant, empty, values}, ROWS), values);
        assertThat(profile.details().pairs()).hasSize(1).first().satisfies(pair -> {
            assertThat(pair.right()).isEqualTo(3);
            assertThat(pair.reference().correlation().orElseThrow()).isCloseTo(1, within(1e-12));
        });
    }

    @Test
    void importancesAreSharesAndNoneIsNegative() {
        assertThat(ProfileDetails.NONE.withImportances(List.of(3.0, -1.0, 1.0)).importances())
                .containsExactly(0.75, 0.0, 0.25);
        assertThat(ProfileDetails.NONE.withImportances(List.of(0.0, -1.0)).importances())
                .isEmpty();
    }

    @Test
    void detailsSurviveTheirBytes() {
        ProfileDetails details = profile(5)
                .details()
                .withImportances(List.of(1.0, 2.0, 3.0, 4.0, 5.0))
                .withLabels(NumericProfile.of(1, 2, 3));
        byte[] bytes = DetailsFormat.write(details);
        assertThat(DetailsFormat.read(bytes, 5)).isEqualTo(details);
        assertThat(DetailsFormat.read(DetailsFormat.write(ProfileDetails.NONE), 5))
                .isEqualTo(ProfileDetails.NONE);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = DetailsFormat.write(profile(3).details().withImportances(List.of(1.0, 2.0, 3.0)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> DetailsFormat.read(part, 3)).isInstanceOf(CorruptStateException.class);
        }
        assertThatThrownBy(() -> DetailsFormat.read(Arrays.copyOf(bytes, bytes.length + 1), 3))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> DetailsFormat.read(bytes, 4)).isInstanceOf(CorruptStateException.class);
    }
}
