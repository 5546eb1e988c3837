package io.tidemark.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterBy;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import io.tidemark.model.manifest.PreprocessingSpec.DistanceSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.manifest.PreprocessingSpec.Measure;
import io.tidemark.model.manifest.PreprocessingSpec.PointSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RatioSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RotationSpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep.ClusterInput;
import io.tidemark.model.pipeline.InputStep.RatioInput;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFitterTest {
    private static final double MISSING = Double.NaN;
    private static final List<FeatureSpec> FEATURES = List.of(
            number("a"),
            number("b"),
            new CategoryFeature("c", false, List.of("x", "y", "z"), Unseen.ACCEPT),
            new BooleanFeature("d", false));

    @Test
    void missingNumbersBecomeTheMedianOfThosePresent() {
        assertThat(fills(Imputation.MEDIAN, 5, 1, MISSING, 100)).isEqualTo(5);
        assertThat(fills(Imputation.MEDIAN, 4, 1, 100, 2)).isEqualTo(3);
        assertThat(fills(Imputation.MEDIAN, 7)).isEqualTo(7);
    }

    @Test
    void missingNumbersBecomeTheMeanWhereTheManifestSaysSo() {
        assertThat(fills(Imputation.MEAN, 5, 1, MISSING, 6)).isEqualTo(4);
    }

    @Test
    void aColumnWithoutAnyValueIsFilledWithZero() {
        assertThat(fills(Imputation.MEDIAN, MISSING, MISSING)).isZero();
        assertThat(fills(Imputation.MEAN, MISSING)).isZero();
    }

    @Test
    void missingCategoriesAndBooleansBecomeTheMostFrequent() {
        FeaturePipeline pipeline = fit(
                none(Imputation.MEAN),
                new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 1, 1}, {2, 1, 2, 1, MISSING}, {0, 1, 1, MISSING, MISSING}});

        assertThat(pipeline.parameters().fills()).containsExactly(1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void whatIsFittedDoesNotDependOnTheRowsItIsAppliedTo() {
        FeaturePipeline pipeline = fit(ratio(), new double[][] {{2, 4, 6}, {1, 1, 2}, {0, 1, 2}, {0, 1, 0}});
        float[] inputs = new float[pipeline.inputNames().size()];

        pipeline.apply(new double[] {1000, 0, 0, 0}, pipeline.newScratch(), inputs);
        pipeline.apply(new double[] {MISSING, MISSING, MISSING, MISSING}, pipeline.newScratch(), inputs);

        assertThat(inputs).containsExactly(4, 1, 1, 0, 0, 0, 4);
    }

    @Test
    void aRatioIsFilledWithTheMedianOfTheDefinedOnes() {
        FeaturePipeline pipeline =
                fit(ratio(), new double[][] {{1, 8, 3, 5}, {1, 2, 0, MISSING}, new double[4], new double[4]});

        RatioInput ratio = (RatioInput) pipeline.parameters().steps().getLast();
        assertThat(ratio.fill())
                .as("median of 1/1, 8/2, 5/1, with the fill 1 of b")
                .isEqualTo(4);
    }

    @Test
    void separateCloudsAreFoundAsClusters() {
        double[][] columns = clouds(50, new double[][] {{0, 0}, {100, 0}, {0, 100}});

        ClusterInput cluster =
                (ClusterInput) fit(clusters(2, 6), columns).parameters().steps().getLast();

        assertThat(cluster.centroids())
                .hasSize(3)
                .anySatisfy(centroid -> assertNear(centroid, 0, 0))
                .anySatisfy(centroid -> assertNear(centroid, 100, 0))
                .anySatisfy(centroid -> assertNear(centroid, 0, 100));
    }

    private static void assertNear(List<Double> centroid, double x, double y) {
        assertThat(Math.hypot(centroid.get(0) - x, centroid.get(1) - y)).isLessThan(0.5);
    }

    @Test
    void equalRowsAndSeedGiveEqualParameters() {
        double[][] columns = clouds(40, new double[][] {{0, 0}, {3, 1}, {1, 4}, {5, 5}});

        assertThat(fit(clusters(2, 6), columns).parameters())
                .isEqualTo(fit(clusters(2, 6), columns).parameters());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void thereAreNeverMoreClustersThanRows(int rows) {
        double[][] columns = new double[4][rows];
        Arrays.setAll(columns[0], i -> i);

        ClusterInput cluster = (ClusterInput)
                fit(clusters(5, 15), columns).parameters().steps().getLast();

        assertThat(cluster.centroids()).hasSizeBetween(1, rows);
    }

    @Test
    void rowsThatAreAllTheSameGiveClustersToo() {
        double[][] columns = new double[4][30];

        ClusterInput cluster =
                (ClusterInput) fit(clusters(2, 4), columns).parameters().steps().getLast();

        assertThat(cluster.centroids())
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c).containsExactly(0.0, 0.0));
    }

    @Test
    void noRowsCannotBeClustered() {
        assertThatThrownBy(() -> fit(clusters(2, 4), new double[4][0])).hasMessageContaining("no rows to cluster");
    }

    @Test
    void rotationsAndDistancesAreWhatTheManifestSays() {
        PreprocessingSpec spec = PreprocessingSpec.of(Imputation.MEDIAN)
                .withRotations(new RotationSpec("turned", "a", "b", List.of(90.0, 22.5)))
                .withDistances(
                        new DistanceSpec(
                                "far",
                                Measure.EUCLIDEAN,
                                List.of("a", "b"),
                                List.of(new PointSpec("p", List.of(3.0, 4.0)))),
                        new DistanceSpec(
                                "km",
                                Measure.HAVERSINE,
                                List.of("b", "a"),
                                List.of(new PointSpec("p", List.of(0.0, 0.0)))));
        FeaturePipeline pipeline = fit(spec, new double[4][1]);
        float[] inputs = new float[pipeline.inputNames().size()];

        pipeline.apply(new double[] {0, 1, 0, 0}, pipeline.newScratch(), inputs);

        assertThat(pipeline.inputNames().subList(6, 12))
                .containsExactly("turned_90_x", "turned_90_y", "turned_22.5_x", "turned_22.5_y", "far_p", "km_p");
        assertThat(inputs[6]).isCloseTo(1f, within(1e-6f));
        assertThat(inputs[7]).isCloseTo(0f, within(1e-6f));
        assertThat(inputs[10]).isEqualTo((float) Math.sqrt(18));
        assertThat(inputs[11]).as("a degree of longitude on the equator").isCloseTo(111.195f, within(1e-3f));
    }

    @Test
    void aFeatureThatIsNotThereIsRefused() {
        PreprocessingSpec spec = PreprocessingSpec.of(Imputation.MEDIAN).withRatios(new RatioSpec("r", "a", "nothing"));

        assertThatThrownBy(() -> fit(spec, new double[4][1])).hasMessageContaining("'nothing'");
    }

    private static FeaturePipeline fit(PreprocessingSpec spec, double[][] columns) {
        return new PipelineFitter(FEATURES, spec, 42).fit(new RawTable(columns, columns[0].length));
    }

    private static double fills(Imputation imputation, double... values) {
        return new PipelineFitter(List.of(number("a")), none(imputation), 42)
                .fit(new RawTable(new double[][] {values}, values.length))
                .parameters()
                .fills()
                .getFirst();
    }

    private static double[][] clouds(int rowsEach, double[][] centres) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] columns = new double[4][rowsEach * centres.length];
        for (int i = 0; i < columns[0].length; i++) {
            for (int d = 0; d < 2; d++) {
                columns[d][i] = centres[i % centres.length][d] + random.nextDouble(-1, 1);
            }
        }
        return columns;
    }

    private static PreprocessingSpec none(Imputation imputation) {
        return PreprocessingSpec.of(imputation);
    }

    private static PreprocessingSpec ratio() {
        return PreprocessingSpec.of(Imputation.MEDIAN).withRatios(new RatioSpec("r", "a", "b"));
    }

    private static PreprocessingSpec clusters(int least, int most) {
        return PreprocessingSpec.of(Imputation.MEDIAN)
                .withClusters(new ClusterSpec("k", List.of("a", "b"), least, most, ClusterBy.SILHOUETTE));
    }

    private static NumberFeature number(String name) {
        return new NumberFeature(name, false, "", Range.ALL, Optional.empty(), false);
    }
}
