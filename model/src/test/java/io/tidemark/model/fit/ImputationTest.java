package io.tidemark.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.fit.ImputationComparison.MethodScore;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImputationTest {
    private static final double MISSING = Double.NaN;
    private static final int ROWS = 1_500;
    private static final List<FeatureSpec> FEATURES = List.of(
            number("a"),
            number("b"),
            number("c"),
            new CategoryFeature("k", false, List.of("x", "y", "z"), Unseen.ACCEPT),
            new BooleanFeature("d", false));

    @Test
    void theMedianWinsWhereNothingElseIsKnownOfAValue() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] columns = noise(random);
        columns[0] = column(i -> i % 9 == 0 ? MISSING : random.nextGaussian(50, 10));

        assertThat(only(columns).chosen()).isEqualTo(Imputation.MEDIAN);
    }

    @Test
    void theMeanWinsWhereValuesAreFarFromTheirMedian() {
        SplittableRandom random = new SplittableRandom(2);
        double[][] columns = noise(random);
        columns[0] = column(i -> i % 9 == 0 ? MISSING : Math.exp(random.nextGaussian(0, 1)));

        assertThat(only(columns).chosen()).isEqualTo(Imputation.MEAN);
    }

    @Test
    void neighboursWinWhereNearRowsAreAlike() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] columns = noise(random);
        double[] angle = column(i -> random.nextDouble(0, 2 * Math.PI));
        columns[1] = column(i -> Math.cos(angle[i]));
        columns[2] = column(i -> Math.sin(angle[i]));
        columns[0] = column(i -> i % 9 == 0 ? MISSING : Math.cos(20 * angle[i]));
        columns[4] = column(i -> 0);

        assertThat(only(columns).chosen()).isEqualTo(Imputation.KNN);
    }

    @Test
    void theForestWinsWhereOneOfSeveralColumnsSaysItAll() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] columns = noise(random);
        columns[3] = column(i -> random.nextInt(3));
        columns[0] = column(i -> i % 9 == 0 ? MISSING : 100 * columns[3][i] + random.nextGaussian());

        ImputationComparison comparison = only(columns);

        assertThat(comparison.chosen()).isEqualTo(Imputation.ITERATIVE);
        assertThat(comparison.scores()).hasSize(4).allSatisfy(score -> {
            assertThat(score.rmse()).hasSize(3);
            assertThat(score.mean())
                    .isCloseTo(
                            score.rmse().stream().mapToDouble(r -> r).average().orElseThrow(), within(1e-12));
        });
        assertThat(comparison.scores().getFirst().mean()).isGreaterThan(50);
        assertThat(comparison.scores().getLast().mean()).isLessThan(5);
        assertThat(comparison.missing() + comparison.known()).isEqualTo(ROWS);
    }

    @Test
    void whatWonIsWhatIsApplied() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] columns = noise(random);
        columns[0] = column(i -> i % 9 == 0 ? MISSING : 3 * columns[1][i]);
        PipelineFit fit = fit(Imputation.COMPARE, columns);

        assertThat(fit.imputations().getFirst().chosen()).isIn(Imputation.KNN, Imputation.ITERATIVE);
        for (double b : new double[] {-1, 0, 1}) {
            assertThat(filled(fit.pipeline(), MISSING, b, 0, 0, 0)[0]).isCloseTo(3 * b, within(1.2));
        }
        assertThat(filled(fit.pipeline(), 7, 1, 0, 0, 0))
                .as("what is there stays")
                .startsWith(7, 1);
    }

    @Test
    void aColumnWithoutMissingValuesIsNotCompared() {
        PipelineFit fit = fit(Imputation.COMPARE, noise(new SplittableRandom(6)));

        assertThat(fit.imputations()).isEmpty();
        assertThat(fit.pipeline().imputation().isNone()).isTrue();
    }

    @Test
    void tooFewKnownValuesAndConstantOnesGetTheMedian() {
        double[][] columns = noise(new SplittableRandom(7));
        columns[0] = column(i -> i < 29 ? i : MISSING);
        columns[1] = column(i -> MISSING);
        columns[2] = column(i -> i % 2 == 0 ? 4 : MISSING);
        PipelineFit fit = fit(Imputation.COMPARE, columns);

        assertThat(fit.imputations()).extracting(ImputationComparison::feature).containsExactly("b", "a", "c");
        assertThat(fit.imputations()).extracting(ImputationComparison::chosen).containsOnly(Imputation.MEDIAN);
        assertThat(fit.imputations().get(0).reason()).contains("fewer than 30");
        assertThat(fit.imputations().get(2).scores()).hasSize(4);
        assertThat(fit.pipeline().parameters().fills()).startsWith(14.0, 0.0, 4.0);
    }

    @Test
    void aSimplerMethodWinsUnlessAnotherIsBetterByMoreThanOnePercent() {
        assertThat(chosen(100, 100, 99.2, 100)).isEqualTo(Imputation.MEDIAN);
        assertThat(chosen(100, 98.5, 98, 98.2)).isEqualTo(Imputation.MEAN);
        assertThat(chosen(100, 100, 90, 89.5)).isEqualTo(Imputation.KNN);
        assertThat(chosen(100, 100, 90, 80)).isEqualTo(Imputation.ITERATIVE);
        assertThat(chosen(0, 0, 0, 0)).isEqualTo(Imputation.MEDIAN);
    }

    @Test
    void aMethodCanBeFixedForAllOrForOne() {
        double[][] columns = withGaps();
        PreprocessingSpec spec = new PreprocessingSpec(
                Imputation.KNN, Map.of("b", Imputation.MEAN), List.of(), List.of(), List.of(), List.of());
        PipelineFit fit = new PipelineFitter(FEATURES, spec, 42).fitWithEvidence(new RawTable(columns, ROWS));

        assertThat(fit.imputations()).isEmpty();
        assertThat(fit.pipeline().parameters().fills().get(1)).isEqualTo(Columns.mean(Columns.present(columns[1])));
        assertThat(filled(fit.pipeline(), 0, MISSING, 0, 0, 0)[1])
                .isEqualTo(fit.pipeline().parameters().fills().get(1));
        assertThat(filled(fit.pipeline(), MISSING, 1, 0, 0, 0)[0])
                .isNotEqualTo(fit.pipeline().parameters().fills().getFirst());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neighboursAreThoseOfTheNaiveTwin(long seed) {
        double[][] columns = withGaps();
        SplittableRandom random = new SplittableRandom(seed);
        FeaturePipeline pipeline = fit(Imputation.KNN, columns).pipeline();
        double[][] reference = referenceRows(columns);
        int gaps = 0;
        for (int i = 0; i < 60; i++) {
            double[] raw = {
                random.nextInt(2) == 0 ? MISSING : random.nextGaussian(),
                random.nextInt(3) == 0 ? MISSING : random.nextGaussian(),
                random.nextInt(3) == 0 ? MISSING : random.nextGaussian(),
                random.nextInt(3),
                random.nextInt(4) == 0 ? MISSING : random.nextInt(2)
            };
            double[] filled = filled(pipeline, raw);
            for (int c = 0; c < 3; c++) {
                if (Double.isNaN(raw[c])) {
                    gaps++;
                    assertThat(filled[c]).isCloseTo(naiveNeighbours(raw, c, reference, columns), within(1e-5));
                }
            }
        }
        assertThat(gaps).isGreaterThan(30);
    }

    @Test
    void aRowWithNothingInCommonWithAnyOtherKeepsTheMedian() {
        FeaturePipeline pipeline = fit(Imputation.KNN, withGaps()).pipeline();

        assertThat(filled(pipeline, MISSING, MISSING, MISSING, 1, MISSING))
                .startsWith(
                        pipeline.parameters().fills().get(0),
                        pipeline.parameters().fills().get(1),
                        pipeline.parameters().fills().get(2));
    }

    @Test
    void forestsFillSeveralGapsOfARowFromEachOther() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] columns = noise(random);
        double[] hidden = column(i -> random.nextDouble(-3, 3));
        columns[0] = column(i -> i % 5 == 0 ? MISSING : hidden[i]);
        columns[1] = column(i -> i % 7 == 0 ? MISSING : 2 * hidden[i]);
        columns[2] = column(i -> i % 11 == 0 ? MISSING : -hidden[i]);
        FeaturePipeline pipeline = fit(Imputation.ITERATIVE, columns).pipeline();

        double[] two = filled(pipeline, MISSING, MISSING, -2, 0, 0);

        assertThat(two[0]).isCloseTo(2, within(0.5));
        assertThat(two[1]).isCloseTo(4, within(1.0));
        assertThat(DoubleStream.of(filled(pipeline, MISSING, MISSING, MISSING, 0, 0)))
                .allSatisfy(value -> assertThat(value).isFinite());
    }

    @ParameterizedTest
    @EnumSource(
            value = Imputation.class,
            names = {"KNN", "ITERATIVE", "COMPARE"})
    void equalRowsAndSeedGiveEqualFills(Imputation method) {
        FeaturePipeline one = fit(method, withGaps()).pipeline();
        FeaturePipeline two = fit(method, withGaps()).pipeline();
        SplittableRandom random = new SplittableRandom(9);

        for (int i = 0; i < 50; i++) {
            double[] raw = {MISSING, random.nextGaussian(), random.nextInt(2) == 0 ? MISSING : 1, 0, 1};
            assertThat(filled(one, raw)).isEqualTo(filled(two, raw));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Imputation.class,
            names = {"KNN", "ITERATIVE"})
    void fillsAreFiniteWhateverTheRowHolds(Imputation method) {
        double[][] columns = withGaps();
        columns[1][3] = 1e300;
        columns[2][4] = -1e300;
        FeaturePipeline pipeline = fit(method, columns).pipeline();

        for (double extreme : new double[] {1e308, -1e308, 1e-308, 1e39}) {
            assertThat(DoubleStream.of(filled(pipeline, MISSING, extreme, -extreme, -1, 0)))
                    .allSatisfy(value -> assertThat(value).isFinite());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void fewRowsAreEnough(int rows) {
        double[][] columns = new double[5][rows];
        for (Imputation method : Imputation.values()) {
            FeaturePipeline pipeline =
                    new PipelineFitter(FEATURES, PreprocessingSpec.of(method), 1).fit(new RawTable(columns, rows));

            assertThat(filled(pipeline, MISSING, MISSING, MISSING, MISSING, MISSING))
                    .containsExactly(0, 0, 0, 0, 0);
        }
    }

    /// Rows that the fit takes as reference: the same draw.
    private static double[][] referenceRows(double[][] columns) {
        int[] sample = Columns.sample(ROWS, 1_000, new SplittableRandom(42));
        Arrays.sort(sample);
        return Arrays.stream(sample)
                .mapToObj(row -> Arrays.stream(columns)
                        .mapToDouble(column -> (float) column[row])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double naiveNeighbours(double[] raw, int target, double[][] reference, double[][] columns) {
        int[] compared = {0, 1, 2, 4};
        double[] deviations =
                Arrays.stream(columns).mapToDouble(ImputationTest::deviation).toArray();
        record Near(double distance, double value) {}
        return Arrays.stream(reference)
                .filter(row -> !Double.isNaN(row[target]))
                .map(row -> new Near(
                        Arrays.stream(compared)
                                .filter(c -> c != target)
                                .mapToDouble(c -> Math.pow((raw[c] - row[c]) / deviations[c], 2))
                                .filter(d -> !Double.isNaN(d))
                                .average()
                                .orElse(Double.NaN),
                        row[target]))
                .filter(near -> !Double.isNaN(near.distance()))
                .sorted(java.util.Comparator.comparingDouble(Near::distance))
                .limit(5)
                .mapToDouble(Near::value)
                .average()
                .orElse(Columns.median(Columns.present(columns[target])));
    }

    private static double deviation(double[] column) {
        double[] present = DoubleStream.of(column).filter(v -> !Double.isNaN(v)).toArray();
        double mean = DoubleStream.of(present).average().orElseThrow();
        return Math.sqrt(DoubleStream.of(present)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    private static Imputation chosen(double... means) {
        List<Imputation> methods = List.of(Imputation.MEDIAN, Imputation.MEAN, Imputation.KNN, Imputation.ITERATIVE);
        return ImputationTrial.chosen(IntStream.range(0, 4)
                .mapToObj(i -> new MethodScore(methods.get(i), List.of(means[i]), means[i]))
                .toList());
    }

    private static ImputationComparison only(double[][] columns) {
        List<ImputationComparison> comparisons =
                fit(Imputation.COMPARE, columns).imputations();
        assertThat(comparisons).hasSize(1);
        return comparisons.getFirst();
    }

    private static PipelineFit fit(Imputation method, double[][] columns) {
        return new PipelineFitter(FEATURES, PreprocessingSpec.of(method), 42)
                .fitWithEvidence(new RawTable(columns, columns[0].length));
    }

    private static double[] filled(FeaturePipeline pipeline, double... raw) {
        PipelineScratch scratch = pipeline.newScratch();
        pipeline.fill(raw, scratch);
        return scratch.filled().clone();
    }

    /// Columns that know nothing of each other.
    private static double[][] noise(SplittableRandom random) {
        return new double[][] {
            column(i -> random.nextGaussian()),
            column(i -> random.nextGaussian()),
            column(i -> random.nextGaussian()),
            column(i -> random.nextInt(3)),
            column(i -> random.nextInt(2))
        };
    }

    private static double[][] withGaps() {
        SplittableRandom random = new SplittableRandom(11);
        double[][] columns = noise(random);
        columns[0] = column(i -> i % 4 == 0 ? MISSING : columns[1][i] + random.nextGaussian(0, 0.1));
        for (int c : new int[] {1, 2, 4}) {
            double[] whole = columns[c];
            columns[c] = column(i -> random.nextInt(10) == 0 ? MISSING : whole[i]);
        }
        return columns;
    }

    private static double[] column(IntToDoubleFunction value) {
        return IntStream.range(0, ROWS).mapToDouble(value).toArray();
    }

    private static NumberFeature number(String name) {
        return new NumberFeature(name, false, "", Range.ALL, Optional.empty(), false);
    }
}
