package io.tidemark.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.KernelFormat;
import io.tidemark.model.manifest.Algorithm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerParityTest {
    private static final int ROWS = 600;
    private static final int WIDTH = 5;

    static Stream<Case> cases() {
        return Stream.of(Task.values())
                .flatMap(task -> Algorithm.forTask(task).stream().map(algorithm -> new Case(algorithm, task)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelScoresAsTheLibraryDoes(Case given) {
        TrainingMatrix data = matrix(given.task(), false);
        float[] fresh = inputs(7, 2 * ROWS);
        try (FittedModel model = fit(given, data, 2)) {
            double[] expected = model.libraryScores(fresh, 2 * ROWS);

            double[] found = model.scores(fresh, 2 * ROWS);

            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
            }
            assertThat(Arrays.stream(found).distinct().count()).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalDataAndSeedGiveAnEqualKernelOnOneThreadAndOnTwo(Case given) {
        TrainingMatrix data = matrix(given.task(), true);
        try (FittedModel one = fit(given, data, 1);
                FittedModel two = fit(given, data, 2)) {
            assertThat(KernelFormat.write(two.kernel())).isEqualTo(KernelFormat.write(one.kernel()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void learnsWhatThereIsToLearn(Case given) {
        TrainingMatrix data = matrix(given.task(), false);
        float[] fresh = inputs(11, ROWS);
        double[] labels = target(given.task(), fresh, ROWS);
        try (FittedModel model = fit(given, data, 2)) {
            double[] scores = ofFirstClass(given.task(), model.scores(fresh, ROWS));
            double[] truth = given.task() == Task.MULTICLASS
                    ? Arrays.stream(labels).map(label -> label == 0 ? 1 : 0).toArray()
                    : labels;
            double mean = Arrays.stream(truth).average().orElseThrow();
            double unexplained = IntStream.range(0, ROWS)
                    .mapToDouble(i -> Math.pow(scores[i] - truth[i], 2))
                    .sum();
            double total = Arrays.stream(truth).map(t -> Math.pow(t - mean, 2)).sum();

            assertThat(1 - unexplained / total).isGreaterThan(0.3);
        }
    }

    /// A model that grew on a fold answers as the one that was fitted at once, at its full size and at a smaller one.
    @ParameterizedTest
    @MethodSource("cases")
    void aGrowingModelScoresAsOneFittedWithSoManyTrees(Case given) {
        TrainingMatrix data = matrix(given.task(), true);
        float[] fresh = inputs(7, ROWS);
        Learner learner = Learners.of(given.algorithm(), task(given.task()));
        Parameters parameters = parameters(given);
        try (FoldData fold = new FoldData(data, fresh, target(given.task(), fresh, ROWS));
                Growth growth = learner.grow(fold, parameters, 42)) {
            for (int size : new int[] {Math.max(1, learner.size(parameters) / 2), learner.size(parameters)}) {
                assertThat(growth.grow(size)).isEqualTo(size);
                Map<String, Object> values = new HashMap<>(parameters.values());
                values.computeIfPresent("n_estimators", (name, full) -> (long) size);
                try (FittedModel whole = learner.fit(data, new Parameters(values), 42, 1)) {
                    assertClose(growth.validationScores(), whole.libraryScores(fresh, ROWS));
                    assertClose(growth.trainScores(), whole.libraryScores(data.inputs(), ROWS));
                }
            }
        }
    }

    private static void assertClose(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    /// Enough rows for LightGBM to share them among threads.
    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LIGHTGBM", "GRADIENT_BOOSTING", "RANDOM_FOREST", "EXTRA_TREES"})
    void threadsChangeNoDigitOnManyRowsEither(Algorithm algorithm) {
        int rows = 20_000;
        float[] inputs = inputs(5, rows);
        double[] weights = new double[rows];
        Arrays.setAll(weights, i -> 1 + i % 7 / 10.0);
        double[] target = new double[rows];
        SplittableRandom noise = new SplittableRandom(9);
        Arrays.setAll(target, i -> Math.exp(inputs[i * WIDTH]) * inputs[i * WIDTH + 1] + noise.nextDouble());
        TrainingMatrix data = new TrainingMatrix(List.of("a", "b", "c", "constant", "noise"), inputs, target, weights);
        Parameters few = new Parameters(Map.of("n_estimators", 8L));
        Learner learner = Learners.of(algorithm, task(Task.REGRESSION));
        try (FittedModel one = learner.fit(data, few, 1, 1);
                FittedModel three = learner.fit(data, few, 1, 3)) {
            assertThat(KernelFormat.write(three.kernel())).isEqualTo(KernelFormat.write(one.kernel()));
        }
    }

    private static LearningTask task(Task task) {
        return new LearningTask(
                task,
                switch (task) {
                    case REGRESSION -> 0;
                    case BINARY -> 2;
                    case MULTICLASS -> 3;
                });
    }

    /// Scores as they are; of several classes the first one's probability.
    private static double[] ofFirstClass(Task task, double[] scores) {
        return task == Task.MULTICLASS
                ? IntStream.range(0, scores.length / 3)
                        .mapToDouble(row -> scores[3 * row])
                        .toArray()
                : scores;
    }

    private static FittedModel fit(Case given, TrainingMatrix data, int threads) {
        return Learners.of(given.algorithm(), task(given.task())).fit(data, parameters(given), 42, threads);
    }

    private static Parameters parameters(Case given) {
        return new Parameters(
                switch (given.algorithm()) {
                    case LIGHTGBM -> Map.of("n_estimators", 40L, "num_leaves", 15L, "subsample", 0.8);
                    case RANDOM_FOREST, EXTRA_TREES ->
                        Map.of("n_estimators", 20L, "max_features", 1.0, "min_samples_leaf", 2L);
                    case GRADIENT_BOOSTING -> Map.of("n_estimators", 40L, "max_depth", 4L, "subsample", 0.8);
                    case DECISION_TREE -> Map.of("max_depth", 8L, "min_samples_leaf", 2L);
                    case RIDGE, LASSO -> Map.of("alpha", 0.1);
                    case LOGISTIC -> Map.of("alpha", 0.001);
                });
    }

    private static TrainingMatrix matrix(Task task, boolean weighted) {
        float[] inputs = inputs(3, ROWS);
        double[] weights = new double[ROWS];
        Arrays.setAll(weights, i -> weighted && i % 3 == 0 ? 2.5 : 1);
        return new TrainingMatrix(
                List.of("a", "b", "c", "constant", "noise"), inputs, target(task, inputs, ROWS), weights);
    }

    private static float[] inputs(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] inputs = new float[rows * WIDTH];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i % WIDTH == 3 ? 1 : (float) random.nextDouble(-3, 3);
        }
        return inputs;
    }

    private static double[] target(Task task, float[] inputs, int rows) {
        double[] target = new double[rows];
        for (int i = 0; i < rows; i++) {
            double signal = 2 * inputs[i * WIDTH] - inputs[i * WIDTH + 1] + 0.5 * Math.signum(inputs[i * WIDTH + 2]);
            target[i] = switch (task) {
                case REGRESSION -> signal;
                case BINARY -> signal > 0 ? 1 : 0;
                case MULTICLASS -> signal > 1.5 ? 2 : signal > -1 ? 1 : 0;
            };
        }
        return target;
    }

    record Case(Algorithm algorithm, Task task) {}
}
