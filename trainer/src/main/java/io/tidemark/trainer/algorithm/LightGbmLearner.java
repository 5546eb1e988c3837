package io.tidemark.trainer.algorithm;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.tidemark.model.Task;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.Locale;

/// Gradient boosting by LightGBM. Parameter names and defaults are those of its scikit-learn interface.
final class LightGbmLearner implements Learner {
    static {
        LightGbmNative.load();
    }

    private final Task task;

    LightGbmLearner(Task task) {
        this.task = task;
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        String config = config(parameters, seed, threads);
        try (LGBMDataset dataset =
                LGBMDataset.createFromMat(data.inputs(), data.rows(), data.width(), true, config, null)) {
            dataset.setField("label", floats(data.target()));
            if (!data.isUnweighted()) {
                dataset.setField("weight", floats(data.weights()));
            }
            LGBMBooster booster = LGBMBooster.create(dataset, config);
            boolean finished = false;
            for (int i = parameters.count("n_estimators", 100); i > 0 && !finished; i--) {
                finished = booster.updateOneIter();
            }
            String text = booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
            return new Fitted(booster, LightGbmText.parse(text), task, data.width());
        } catch (LGBMException e) {
            throw new IllegalArgumentException(
                    "LightGBM refuses the parameters " + parameters + ": " + e.getMessage(), e);
        }
    }

    private String config(Parameters p, long seed, int threads) {
        int depth = p.count("max_depth", -1);
        double subsample = p.number("subsample", 1);
        return String.join(
                " ",
                "objective=" + (task == Task.REGRESSION ? "regression" : "binary"),
                "num_leaves=" + p.count("num_leaves", 31),
                "max_depth=" + depth,
                "learning_rate=" + decimal(p.number("learning_rate", 0.1)),
                "min_data_in_leaf=" + p.count("min_child_samples", 20),
                "bagging_fraction=" + decimal(subsample),
                "bagging_freq=" + (subsample < 1 ? 1 : 0),
                "feature_fraction=" + decimal(p.number("colsample_bytree", 1)),
                "lambda_l1=" + decimal(p.number("reg_alpha", 0)),
                "lambda_l2=" + decimal(p.number("reg_lambda", 0)),
                "seed=" + (seed & 0x7fffffff),
                "deterministic=true",
                "force_row_wise=true",
                "num_threads=" + threads,
                "verbosity=-1");
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.10g", value);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static final class Fitted implements FittedModel {
        private final LGBMBooster booster;
        private final Kernel kernel;
        private final Link link;
        private final int width;

        Fitted(LGBMBooster booster, LightGbmText text, Task task, int width) {
            this.booster = booster;
            this.kernel = text.compile(width);
            this.link = task == Task.REGRESSION ? Link.IDENTITY : Link.LOGISTIC;
            this.width = width;
        }

        @Override
        public Kernel kernel() {
            return kernel;
        }

        @Override
        public Link link() {
            return link;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            try {
                return booster.predictForMat(inputs, rows, width, true, PredictionType.C_API_PREDICT_NORMAL);
            } catch (LGBMException e) {
                throw new IllegalStateException("LightGBM cannot score " + rows + " rows of " + width + " inputs.", e);
            }
        }

        @Override
        public void close() {
            try {
                booster.close();
            } catch (LGBMException e) {
                throw new IllegalStateException("LightGBM cannot free its model.", e);
            }
        }
    }
}
