package io.tidemark.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformedTargetTest {
    private static final int ROWS = 400;
    private static final Parameters PLAIN = new Parameters(Map.of());

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LIGHTGBM", "RANDOM_FOREST", "RIDGE", "LASSO"})
    void kernelAndLibraryAgreeInTheUnitOfTheTarget(Algorithm algorithm) {
        TrainingMatrix data = growth();
        for (String transform : List.of("log", "log1p")) {
            ModelManifest manifest = Toys.regression("target.transform=" + transform);
            try (FittedModel model = Learners.of(algorithm, manifest).fit(data, PLAIN, 1, 1)) {
                double[] library = model.libraryScores(data.inputs(), ROWS);
                double[] found = model.scores(data.inputs(), ROWS);

                for (int i = 0; i < ROWS; i++) {
                    assertThat(found[i]).isCloseTo(library[i], within(1e-6 * Math.max(1, Math.abs(library[i]))));
                }
                assertThat(Arrays.stream(found).max().orElseThrow())
                        .as("in the unit of the target, not of its logarithm")
                        .isGreaterThan(20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LIGHTGBM", "EXTRA_TREES", "RIDGE"})
    void aGrowingModelAnswersInTheUnitOfTheTargetToo(Algorithm algorithm) {
        TrainingMatrix data = growth();
        Learner learner = Learners.of(algorithm, Toys.regression("target.transform=log"));
        try (FoldData fold = new FoldData(data, data.inputs(), data.target());
                Growth growth = learner.grow(fold, PLAIN, 1);
                FittedModel whole = learner.fit(data, PLAIN, 1, 1)) {
            assertThat(growth.grow(learner.size(PLAIN))).isEqualTo(learner.size(PLAIN));
            double[] expected = whole.libraryScores(data.inputs(), ROWS);

            assertThat(growth.validationScores()).containsExactly(expected, within(1e-6));
            assertThat(growth.trainScores()).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void aModelOfTheLogarithmIsExactWhereTheLogarithmIsLinear() {
        TrainingMatrix data = growth();
        Parameters barely = new Parameters(Map.of("alpha", 1e-9));
        try (FittedModel plain = Learners.of(Algorithm.RIDGE, Toys.regression()).fit(data, barely, 1, 1);
                FittedModel log = Learners.of(Algorithm.RIDGE, Toys.regression("target.transform=log"))
                        .fit(data, barely, 1, 1)) {
            assertThat(worst(log, data)).isLessThan(1e-3);
            assertThat(worst(plain, data)).isGreaterThan(0.5);
            assertThat(log.link()).isEqualTo(Link.EXP);
            assertThat(plain.link()).isEqualTo(Link.IDENTITY);
        }
    }

    @Test
    void aLabelWithoutLogarithmIsRefused() {
        TrainingMatrix data =
                new TrainingMatrix(List.of("x"), new float[] {1, 2}, new double[] {1, 0}, new double[] {1, 1});

        assertThatThrownBy(() -> Learners.of(Algorithm.RIDGE, Toys.regression("target.transform=log"))
                        .fit(data, PLAIN, 1, 1))
                .hasMessageContaining("label 0.0");
    }

    /// Largest error relative to the label.
    private static double worst(FittedModel model, TrainingMatrix data) {
        double[] scores = model.scores(data.inputs(), ROWS);
        double worst = 0;
        for (int i = 0; i < ROWS; i++) {
            worst = Math.max(worst, Math.abs(scores[i] / data.target()[i] - 1));
        }
        return worst;
    }

    /// `y = exp(x)`.
    private static TrainingMatrix growth() {
        SplittableRandom random = new SplittableRandom(2);
        float[] inputs = new float[2 * ROWS];
        double[] target = new double[ROWS];
        double[] weights = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            inputs[2 * i] = (float) random.nextDouble(0, 5);
            inputs[2 * i + 1] = (float) random.nextDouble(0, 5);
            target[i] = Math.exp(inputs[2 * i]);
            weights[i] = 1;
        }
        return new TrainingMatrix(List.of("x", "noise"), inputs, target, weights);
    }
}
