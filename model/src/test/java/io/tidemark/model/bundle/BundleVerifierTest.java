package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.LinearKernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleVerifierTest {
    private static final ModelBundle GOOD = Bundles.regression();
    private static final double[] FOUR_ROOMS = {4, 0, 1};
    private static final double[] FIVE_ROOMS = {5, 0, 1};
    private static final double[] SIX_ROOMS = {6, 0, 1};

    @Test
    void aBundleThatBehavesIsAccepted() {
        assertThatCode(() -> BundleVerifier.DEFAULT.verify(GOOD, List.of(FOUR_ROOMS, FIVE_ROOMS)))
                .doesNotThrowAnyException();
    }

    @Test
    void aGoldenRowThatScoresOtherwiseIsFound() {
        assertThat(refusal(golden(row(4, 21.0001), row(5, 41)), List.of()).check())
                .isEqualTo(Check.GOLDEN_ROWS);
        assertThat(refusal(golden(row(4, Double.NaN), row(5, 41)), List.of()).check())
                .isEqualTo(Check.GOLDEN_ROWS);
    }

    @Test
    void theToleranceIsRelativeAboveOneAndAbsoluteBelow() {
        BundleVerifier loose = new BundleVerifier(0.01, 1e9);

        assertThatCode(() -> loose.verify(golden(row(4, 21.2), row(5, 41.4)), List.of()))
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(
                        BundleException.class, () -> loose.verify(golden(row(4, 21.3), row(5, 41)), List.of())))
                .hasMessageContaining("Found the score 21.0 for golden row 0, expected 21.3");
    }

    @Test
    void aGoldenRowThatTheFeaturesRefuseIsFound() {
        GoldenRow other = new GoldenRow(Map.of("rooms", 4L, "region", "moon"), 21);

        assertThat(refusal(golden(row(5, 41), other), List.of()))
                .hasMessageContaining("Golden row 1 cannot be scored")
                .hasMessageContaining("'moon'");
    }

    /// The highest probability is what it was, but it is another class's.
    @Test
    void classesThatChangedPlacesAreFound() {
        ModelBundle classes = Bundles.multiclass();
        List<Double> first = classes.goldenRows().getFirst().probabilities();
        GoldenRow swapped = GoldenRow.of(
                classes.goldenRows().getFirst().values(), List.of(first.get(1), first.get(0), first.get(2)));
        ModelBundle bundle =
                Bundles.withGoldenRows(classes, swapped, classes.goldenRows().getLast());

        assertThat(refusal(bundle, List.of()))
                .hasMessageContaining("the probability of class low")
                .hasMessageContaining("golden row 0");
    }

    @Test
    void classesOfConstantProbabilitiesAreFound() {
        ModelBundle classes = Bundles.multiclass();
        int inputs = classes.kernel().inputs();
        GoldenRow same = GoldenRow.of(classes.goldenRows().getFirst().values(), List.of(1 / 3.0, 1 / 3.0, 1 / 3.0));
        ModelBundle constant = Bundles.withKernel(
                Bundles.withGoldenRows(classes, same, same),
                new ClassKernels(Collections.nCopies(3, ForestCompiler.compile(inputs, List.of(), 7, 1))));

        assertThat(refusal(constant, List.of()).check()).isEqualTo(Check.NOT_CONSTANT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fewerThanTwoGoldenRowsShowNothing(int rows) {
        GoldenRow[] few = rows == 0 ? new GoldenRow[0] : new GoldenRow[] {row(4, 21)};

        assertThat(refusal(golden(few), List.of()).check()).isEqualTo(Check.GOLDEN_ROWS);
    }

    @Test
    void aModelThatAnswersAlwaysTheSameIsFound() {
        ModelBundle constant = Bundles.withKernel(
                Bundles.withGoldenRows(GOOD, row(4, 7), row(5, 7)),
                ForestCompiler.compile(GOOD.kernel().inputs(), List.of(), 7, 1));

        assertThat(refusal(constant, List.of()).check()).isEqualTo(Check.NOT_CONSTANT);
    }

    @Test
    void aModelThatAnswersRecentRowsAlwaysTheSameIsFound() {
        assertThat(refusal(GOOD, List.of(FIVE_ROOMS, SIX_ROOMS)).check()).isEqualTo(Check.NOT_CONSTANT);
    }

    @Test
    void recentRowsThatAreAllTheSameSayNothingAboutTheModel() {
        assertThatCode(() -> BundleVerifier.DEFAULT.verify(GOOD, List.of(FIVE_ROOMS, FIVE_ROOMS.clone())))
                .doesNotThrowAnyException();
    }

    @Test
    void recentRowsOfOtherFeaturesAreNotScored() {
        assertThatCode(() -> BundleVerifier.DEFAULT.verify(GOOD, List.of(new double[] {1}, new double[] {2})))
                .doesNotThrowAnyException();
    }

    @Test
    void aScoreThatIsNotFiniteIsFound() {
        double[] weights = new double[GOOD.kernel().inputs()];
        weights[0] = Double.MAX_VALUE;
        ModelBundle infinite = Bundles.withKernel(GOOD, new LinearKernel(0, weights, new double[weights.length]));

        assertThat(refusal(infinite, List.of()).check()).isEqualTo(Check.FINITE);
    }

    @Test
    void aModelThatIsTooSlowIsFound() {
        BundleException refusal =
                catchThrowableOfType(BundleException.class, () -> new BundleVerifier(1e-6, 0).verify(GOOD, List.of()));

        assertThat(refusal.check()).isEqualTo(Check.LATENCY);
    }

    @Test
    void theScorerOfABundleScoresAsItsGoldenRowsSay() {
        List<Double> scores = new ArrayList<>();
        for (ModelBundle bundle : List.of(GOOD, Bundles.binary())) {
            ModelScorer scorer = bundle.newScorer();
            for (GoldenRow row : bundle.goldenRows()) {
                assertThat(scorer.encode(row.values())).isNull();
                scores.add(scorer.score());
                assertThat(scorer.score()).isEqualTo(row.score());
            }
        }
        assertThat(scores).doesNotHaveDuplicates().hasSize(4);
    }

    private static GoldenRow row(long rooms, double score) {
        return new GoldenRow(Map.of("rooms", rooms, "region", "coast"), score);
    }

    private static ModelBundle golden(GoldenRow... rows) {
        return Bundles.withGoldenRows(GOOD, rows);
    }

    private static BundleException refusal(ModelBundle bundle, List<double[]> recent) {
        BundleException refusal =
                catchThrowableOfType(BundleException.class, () -> BundleVerifier.DEFAULT.verify(bundle, recent));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }
}
