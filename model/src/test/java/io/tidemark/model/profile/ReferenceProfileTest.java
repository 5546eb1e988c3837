package io.tidemark.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceProfileTest {
    private static final double MISSING = Double.NaN;
    private static final List<FeatureSpec> FEATURES = List.of(
            new NumberFeature("n", false, "", Range.ALL, Optional.empty(), false),
            new CategoryFeature("c", false, List.of("x", "y", "z"), Unseen.ACCEPT),
            new BooleanFeature("b", false));

    @Test
    void everyFeatureIsCountedByItsType() {
        ReferenceProfile profile =
                profile(new double[][] {{1, 2, MISSING, 4, 5}, {0, 0, 2, -1, MISSING}, {1, 0, 1, 1, MISSING}});

        NumericProfile number = (NumericProfile) profile.features().get(0);
        CategoryProfile category = (CategoryProfile) profile.features().get(1);
        CategoryProfile bool = (CategoryProfile) profile.features().get(2);
        assertThat(profile.rows()).isEqualTo(5);
        assertThat(number.reference().present()).isEqualTo(4);
        assertThat(number.reference().missing()).isEqualTo(1);
        assertThat(number.summary().orElseThrow().max()).isEqualTo(5);
        assertThat(category.reference().count(0)).isEqualTo(2);
        assertThat(category.reference().unseen()).isEqualTo(1);
        assertThat(category.reference().missing()).isEqualTo(1);
        assertThat(bool.reference().count(1)).isEqualTo(3);
        assertThat(profile.predictions().rows()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 500})
    void aProfileSurvivesItsBytes(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        double[][] columns = new double[3][rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = random.nextInt(10) == 0 ? MISSING : random.nextDouble(-1e6, 1e6);
            columns[1][i] = random.nextInt(-1, 3);
            columns[2][i] = random.nextInt(2);
        }
        ReferenceProfile profile = profile(columns);
        byte[] bytes = ProfileFormat.write(profile);

        assertThat(ProfileFormat.read(bytes)).isEqualTo(profile.with(ProfileDetails.NONE));
        assertThat(ProfileFormat.write(ProfileFormat.read(bytes))).isEqualTo(bytes);
    }

    @Test
    void aColumnWithoutValuesHasAProfileToo() {
        ReferenceProfile profile = profile(new double[][] {{MISSING, MISSING}, {MISSING, MISSING}, {MISSING, MISSING}});

        assertThat(ProfileFormat.read(ProfileFormat.write(profile))).isEqualTo(profile.with(ProfileDetails.NONE));
        assertThat(((NumericProfile) profile.features().getFirst()).summary()).isEmpty();
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = ProfileFormat.write(profile(new double[][] {{1, 2, 3}, {0, 1, 2}, {0, 1, 1}}));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ProfileFormat.read(part)).isInstanceOf(CorruptStateException.class);
        }
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> ProfileFormat.read(more)).isInstanceOf(CorruptStateException.class);
    }

    @Test
    void alteredBytesAreRefusedOrAnotherProfile() {
        byte[] bytes = ProfileFormat.write(profile(new double[][] {{1, 2, 3}, {0, 1, 2}, {0, 1, 1}}));
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] altered = bytes.clone();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            try {
                ProfileFormat.write(ProfileFormat.read(altered));
            } catch (CorruptStateException | IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 4_999);
    }

    private static ReferenceProfile profile(double[][] columns) {
        int rows = columns[0].length;
        double[] scores = new double[rows];
        Arrays.setAll(scores, i -> i * 0.5);
        return ReferenceProfile.of(FEATURES, new RawTable(columns, rows), scores);
    }
}
