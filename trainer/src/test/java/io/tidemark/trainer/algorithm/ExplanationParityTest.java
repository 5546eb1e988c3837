package io.tidemark.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.tidemark.model.kernel.Explainer;
import io.tidemark.model.kernel.ExplainerScratch;
import io.tidemark.model.kernel.ForestKernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Contributions are LightGBM's own to a millionth, missing values included.
class ExplanationParityTest {
    private static final int ROWS = 2_000;
    private static final int WIDTH = 9;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=regression num_leaves=31",
                "objective=binary num_leaves=63 min_data_in_leaf=5",
                "objective=regression num_leaves=15 use_missing=false",
                "objective=regression max_depth=3 bagging_freq=1 bagging_fraction=0.5"
            })
    void contributionsAreLightGbms(String parameters) throws LGBMException {
        LightGbmNative.load();
        String all = parameters + " verbosity=-1 num_threads=1 seed=3";
        float[] inputs = inputs(1, ROWS);
        try (LGBMDataset data = LGBMDataset.createFromMat(inputs, ROWS, WIDTH, true, all, null)) {
            data.setField("label", labels(inputs));
            try (LGBMBooster booster = LGBMBooster.create(data, all)) {
                for (int i = 0; i < 40; i++) {
                    booster.updateOneIter();
                }
                String text = booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
                compare(booster, (ForestKernel) LightGbmText.parse(text).compile(WIDTH));
            }
        }
    }

    private static void compare(LGBMBooster booster, ForestKernel kernel) throws LGBMException {
        Explainer explainer = kernel.explainer().orElseThrow();
        ExplainerScratch scratch = explainer.newScratch();
        int[] keys = new int[kernel.scratchLength()];
        double[] found = new double[WIDTH];
        int rows = 300;
        float[] fresh = inputs(2, rows);
        double[] expected = booster.predictForMat(fresh, rows, WIDTH, true, PredictionType.C_API_PREDICT_CONTRIB);
        assertThat(expected).hasSize(rows * (WIDTH + 1));
        for (int i = 0; i < rows; i++) {
            float[] row = Arrays.copyOfRange(fresh, i * WIDTH, (i + 1) * WIDTH);
            explainer.explain(row, scratch, found);

            double[] ofRow = Arrays.copyOfRange(expected, i * (WIDTH + 1), i * (WIDTH + 1) + WIDTH);
            assertThat(found).containsExactly(ofRow, within(1e-6));
            assertThat(explainer.base()).isCloseTo(expected[i * (WIDTH + 1) + WIDTH], within(1e-6));
            assertThat(explainer.base() + Arrays.stream(found).sum()).isCloseTo(kernel.margin(row, keys), within(1e-9));
        }
    }

    private static float[] inputs(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] inputs = new float[rows * WIDTH];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextInt(8) == 0 ? Float.NaN : (float) random.nextGaussian();
        }
        return inputs;
    }

    private static float[] labels(float[] inputs) {
        float[] labels = new float[inputs.length / WIDTH];
        for (int i = 0; i < labels.length; i++) {
            float a = inputs[i * WIDTH];
            float b = inputs[i * WIDTH + 1];
            labels[i] = (Float.isNaN(a) ? 0.7f : a) * (Float.isNaN(b) ? -1 : b) + inputs[i * WIDTH + 2] > 0 ? 1 : 0;
        }
        return labels;
    }
}
