package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import smile.data.DataFrame;
import smile.regression.LASSO;
import smile.regression.LinearModel;
import smile.regression.RidgeRegression;

/// Ridge and lasso regression by Smile, which scales the inputs itself; the kernel's centres are the inputs' means,
/// so that a missing input counts as an average one.
final class SmileLinearRegression implements Learner {
    private final Fit fit;

    private SmileLinearRegression(Fit fit) {
        this.fit = fit;
    }

    static Learner ridge() {
        return new SmileLinearRegression(
                (frame, parameters) -> RidgeRegression.fit(SmileFrames.LABEL, frame, parameters.number("alpha", 1)));
    }

    static Learner lasso() {
        return new SmileLinearRegression((frame, parameters) ->
                LASSO.fit(SmileFrames.LABEL, frame, new LASSO.Options(parameters.number("alpha", 1))));
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TrainingMatrix rows = data.resampledByWeight(seed);
        InputScaling scaling = InputScaling.of(rows);
        TrainingMatrix varied = scaling.varied(rows);
        LinearModel model = fit.fit(SmileFrames.regression(varied), parameters);
        double[] weights = scaling.spread(model.coefficients());
        double[] centres = scaling.means();
        double intercept = model.intercept();
        for (int i = 0; i < weights.length; i++) {
            intercept += weights[i] * centres[i];
        }
        return new Fitted(model, new LinearKernel(intercept, weights, centres), scaling);
    }

    private interface Fit {
        LinearModel fit(DataFrame frame, Parameters parameters);
    }

    private record Fitted(LinearModel model, Kernel kernel, InputScaling scaling) implements FittedModel {
        @Override
        public Link link() {
            return Link.IDENTITY;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            double[] scores = new double[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = model.predict(scaling.variedRow(inputs, i));
            }
            return scores;
        }

        @Override
        public void close() {}
    }
}
