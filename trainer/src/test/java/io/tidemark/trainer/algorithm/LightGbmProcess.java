package io.tidemark.trainer.algorithm;

import io.tidemark.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Main class of a process that fits and scores with LightGBM.
final class LightGbmProcess {
    private LightGbmProcess() {}

    public static void main(String[] args) {
        float[] inputs = new float[400];
        double[] target = new double[400];
        double[] ones = new double[400];
        for (int i = 0; i < 400; i++) {
            inputs[i] = i;
            target[i] = i % 100;
            ones[i] = 1;
        }
        try (FittedModel model = new LightGbmLearner(
                        LightGbmConfig.Style.LEAF_WISE, new LearningTask(Task.REGRESSION, 0))
                .fit(new TrainingMatrix(List.of("x"), inputs, target, ones), new Parameters(Map.of()), 1, 1)) {
            System.out.println(
                    "scored " + Arrays.stream(model.libraryScores(inputs, 400)).sum());
        }
    }
}
