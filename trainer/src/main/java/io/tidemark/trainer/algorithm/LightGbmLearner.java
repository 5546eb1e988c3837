package io.tidemark.trainer.algorithm;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;

/// Gradient boosting by LightGBM, in either of its styles.
final class LightGbmLearner implements Learner {
    static {
        LightGbmNative.load();
    }

    private final LightGbmConfig.Style style;
    private final LearningTask task;

    LightGbmLearner(LightGbmConfig.Style style, LearningTask task) {
        this.style = style;
        this.task = task;
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        LightGbmConfig config = LightGbmConfig.of(style, task, parameters, data.width(), seed, threads);
        try (LGBMDataset dataset = LightGbmDatasets.train(data, config.maxBin(), threads)) {
            LGBMBooster booster = LGBMBooster.create(dataset, config.text());
            boolean finished = false;
            for (int i = config.trees(); i > 0 && !finished; i--) {
                finished = booster.updateOneIter();
            }
            String text = booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
            return new Fitted(booster, text, task, data.width());
        } catch (LGBMException e) {
            throw refused(parameters, e);
        }
    }

    @Override
    public Growth grow(FoldData fold, Parameters parameters, long seed) {
        LightGbmConfig config =
                LightGbmConfig.of(style, task, parameters, fold.train().width(), seed, 1);
        LightGbmDatasets.Pair binned = fold.datasets().withBins(config.maxBin());
        try {
            LGBMBooster booster = LGBMBooster.create(binned.train(), config.text());
            try {
                booster.addValidData(binned.validation());
                return new BoosterGrowth(booster, parameters, task.outputs());
            } catch (LGBMException e) {
                booster.close();
                throw e;
            }
        } catch (LGBMException e) {
            throw refused(parameters, e);
        }
    }

    @Override
    public int size(Parameters parameters) {
        return parameters.count("n_estimators", LightGbmConfig.DEFAULT_TREES);
    }

    private static IllegalArgumentException refused(Parameters parameters, LGBMException e) {
        return new IllegalArgumentException("LightGBM refuses the parameters " + parameters + ": " + e.getMessage(), e);
    }

    private static final class BoosterGrowth implements Growth {
        private static final int TRAIN = 0;
        private static final int VALIDATION = 1;

        private final LGBMBooster booster;
        private final Parameters parameters;
        private final int outputs;
        private int size;
        private boolean finished;

        BoosterGrowth(LGBMBooster booster, Parameters parameters, int outputs) {
            this.booster = booster;
            this.parameters = parameters;
            this.outputs = outputs;
        }

        @Override
        public int grow(int wanted) {
            try {
                while (size < wanted && !finished) {
                    Interruption.check();
                    finished = booster.updateOneIter();
                    size += finished ? 0 : 1;
                }
                return size;
            } catch (LGBMException e) {
                throw refused(parameters, e);
            }
        }

        @Override
        public double[] validationScores() {
            return scores(VALIDATION);
        }

        @Override
        public double[] trainScores() {
            return scores(TRAIN);
        }

        private double[] scores(int rows) {
            try {
                return byRow(booster.getPredict(rows));
            } catch (LGBMException e) {
                throw new IllegalStateException("LightGBM cannot tell its scores.", e);
            }
        }

        /// LightGBM tells the scores of its own rows class by class.
        private double[] byRow(double[] byClass) {
            int rows = byClass.length / outputs;
            double[] scores = new double[byClass.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = byClass[i % outputs * rows + i / outputs];
            }
            return scores;
        }

        @Override
        public void close() {
            free(booster);
        }
    }

    private static void free(LGBMBooster booster) {
        try {
            booster.close();
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM cannot free its model.", e);
        }
    }

    private static final class Fitted implements FittedModel {
        private final LGBMBooster booster;
        private final Kernel kernel;
        private final Link link;
        private final String text;
        private final int width;

        Fitted(LGBMBooster booster, String text, LearningTask task, int width) {
            this.booster = booster;
            this.text = text;
            this.kernel = LightGbmText.parse(text).compile(width);
            this.link = switch (task.task()) {
                case REGRESSION -> Link.IDENTITY;
                case BINARY -> Link.LOGISTIC;
                case MULTICLASS -> Link.SOFTMAX;
            };
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
            if (kernel.outputs() > 1) {
                return LightGbmScores.of(text, inputs, rows, width, kernel.outputs());
            }
            try {
                return booster.predictForMat(inputs, rows, width, true, PredictionType.C_API_PREDICT_NORMAL);
            } catch (LGBMException e) {
                throw new IllegalStateException("LightGBM cannot score " + rows + " rows of " + width + " inputs.", e);
            }
        }

        @Override
        public void close() {
            free(booster);
        }
    }
}
