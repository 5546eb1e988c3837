package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.profile.ReferenceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Rows are `{rooms, region, pool}`; the toy answers 41 from 5 rooms on and 21 below.
class TrafficCheckTest {
    private static final int ROWS = 256;
    private static final ModelBundle TOY = Bundles.regression();

    /// As the toy, with an income in place of the pool.
    private static final ModelBundle NUMBERS = Bundles.numbers();

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void rowsAsAtTrainingShowNothing() {
        assertThat(TrafficCheck.find(trainedOn(homes(2_000)), homes(ROWS))).isEmpty();
    }

    @Test
    void aDriftOfOneFeatureIsNoReasonToRefuse() {
        List<double[]> larger = homes(ROWS);
        larger.forEach(row -> row[0] += 20);

        assertThat(TrafficCheck.find(trainedOn(homes(2_000)), larger)).isEmpty();
    }

    @Test
    void scoresThatAreFarFromTheTrainingsOnRowsAsAtTrainingAreFound() {
        ModelBundle bundle = trainedOn(homes(2_000));
        ReferenceProfile other = ReferenceProfile.of(
                bundle.features(),
                table(homes(2_000)),
                random.doubles(2_000, 500, 900).toArray());

        Optional<BundleException> found = TrafficCheck.find(with(bundle, other), homes(ROWS));

        assertThat(found).hasValueSatisfying(fault -> {
            assertThat(fault.check()).isEqualTo(Check.SCORE_PROFILE);
            assertThat(fault).hasMessageContaining("256 recent rows whose features are as at training");
        });
    }

    @Test
    void scoresThatMovedWithTheFeaturesAreNoReasonToRefuse() {
        ModelBundle bundle = trainedOn(homes(2_000));
        List<double[]> large = homes(ROWS);
        large.forEach(row -> row[0] = 9);

        assertThat(TrafficCheck.find(bundle, large)).isEmpty();
    }

    @Test
    void columnsThatWereExchangedInTheTrainingDataAreFound() {
        List<double[]> exchanged = numbers(2_000);
        exchanged.forEach(row -> {
            double rooms = row[0];
            row[0] = row[2];
            row[2] = rooms;
        });

        Optional<BundleException> found = TrafficCheck.find(with(NUMBERS, profile(NUMBERS, exchanged)), numbers(ROWS));

        assertThat(found).hasValueSatisfying(fault -> {
            assertThat(fault.check()).isEqualTo(Check.COLUMNS);
            assertThat(fault).hasMessageContaining("the features rooms and income");
        });
        assertThat(TrafficCheck.find(with(NUMBERS, profile(NUMBERS, numbers(2_000))), numbers(ROWS)))
                .as("as they should be")
                .isEmpty();
    }

    @Test
    void fewRowsOnEitherSideShowNothing() {
        ReferenceProfile other = ReferenceProfile.of(
                TOY.features(),
                table(homes(2_000)),
                random.doubles(2_000, 500, 900).toArray());
        ReferenceProfile small = ReferenceProfile.of(
                TOY.features(), table(homes(99)), random.doubles(99, 500, 900).toArray());

        assertThat(TrafficCheck.find(with(TOY, other), homes(TrafficCheck.MIN_ROWS - 1)))
                .isEmpty();
        assertThat(TrafficCheck.find(with(TOY, small), homes(ROWS))).isEmpty();
    }

    @Test
    void rowsOfAnotherShapeShowNothing() {
        List<double[]> rows = new ArrayList<>(homes(ROWS));
        rows.set(3, new double[] {1});

        assertThat(TrafficCheck.find(trainedOn(homes(2_000)), rows)).isEmpty();
    }

    private List<double[]> homes(int rows) {
        List<double[]> homes = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            homes.add(new double[] {1 + random.nextInt(9), random.nextInt(2), random.nextInt(2)});
        }
        return homes;
    }

    private List<double[]> numbers(int rows) {
        List<double[]> numbers = homes(rows);
        numbers.forEach(row -> row[2] = 1_000 + random.nextInt(5_000));
        return numbers;
    }

    private static ModelBundle trainedOn(List<double[]> rows) {
        return with(TOY, profile(TOY, rows));
    }

    private static ReferenceProfile profile(ModelBundle bundle, List<double[]> rows) {
        ModelScorer scorer = bundle.newScorer();
        return ReferenceProfile.of(
                bundle.features(),
                table(rows),
                rows.stream().mapToDouble(scorer::score).toArray());
    }

    private static RawTable table(List<double[]> rows) {
        double[][] columns = new double[rows.getFirst().length][rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][r] = rows.get(r)[c];
            }
        }
        return new RawTable(columns, rows.size());
    }

    private static ModelBundle with(ModelBundle bundle, ReferenceProfile profile) {
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                bundle.kernel(),
                bundle.goldenRows(),
                profile,
                bundle.manifest());
    }
}
