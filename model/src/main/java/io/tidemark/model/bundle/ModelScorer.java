package io.tidemark.model.bundle;

import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.kernel.SingleKernel;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import io.tidemark.stats.metric.MostProbable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Scores rows of one model; owns the arrays that this takes, so it belongs to one thread.
public final class ModelScorer {
    private final RawEncoder encoder;
    private final FeaturePipeline pipeline;
    private final Kernel kernel;
    private final Link link;

    /// `[classes]` of the row that was scored last; empty for a model of one score.
    private final double[] probabilities;

    private int predictedClass;
    private final double[] raw;
    private final PipelineScratch pipelineScratch;
    private final float[] inputs;
    private final int[] scratch;

    ModelScorer(ModelBundle bundle) {
        encoder = new RawEncoder(bundle.features());
        pipeline = bundle.pipeline();
        kernel = bundle.kernel();
        link = bundle.descriptor().link();
        raw = new double[pipeline.rawWidth()];
        pipelineScratch = pipeline.newScratch();
        inputs = new float[kernel.inputs()];
        scratch = new int[kernel.scratchLength()];
        probabilities = new double[kernel.outputs() == 1 ? 0 : kernel.outputs()];
    }

    /// Encodes an event's values for the next [#score].
    ///
    /// @return why the event cannot be scored, or null when it can
    public @Nullable Violation encode(Map<String, ? extends @Nullable Object> values) {
        return encoder.encode(values, raw);
    }

    /// How many of the values that were encoded last belong to no feature of the model.
    ///
    /// @param values the same that were encoded
    public int unknown(Map<String, ? extends @Nullable Object> values) {
        return values.size() == encoder.present() ? 0 : encoder.unknown(values);
    }

    /// The row that was encoded last; overwritten by the next [#encode].
    public double[] raw() {
        return raw;
    }

    /// Score of the row that was encoded last: the predicted number, or the probability of the positive class, or of
    /// the most probable one of several.
    public double score() {
        return score(raw);
    }

    /// Score of a raw row.
    public double score(double[] rawRow) {
        pipeline.apply(rawRow, pipelineScratch, inputs);
        return scoreInputs(inputs);
    }

    /// Score of a row of inputs.
    public double scoreInputs(float[] row) {
        return kernel instanceof SingleKernel single ? link.score(single.margin(row, scratch)) : ofClasses(row);
    }

    private double ofClasses(float[] row) {
        kernel.margins(row, scratch, probabilities);
        link.toProbabilities(probabilities);
        predictedClass = MostProbable.of(probabilities);
        return probabilities[predictedClass];
    }

    /// How many scores a row has: one, or the probability of each class.
    public int outputs() {
        return kernel.outputs();
    }

    /// Scores a raw row into a table: its one score, or the probabilities of all classes.
    ///
    /// @param scores `[rows * outputs]`, row by row
    /// @param row which of its rows to write
    public void score(double[] rawRow, double[] scores, int row) {
        double score = score(rawRow);
        if (probabilities.length == 0) {
            scores[row] = score;
        } else {
            System.arraycopy(probabilities, 0, scores, row * probabilities.length, probabilities.length);
        }
    }

    /// Probabilities of the classes for the row that was scored last, `double[classes]`, of sum 1; overwritten by the
    /// next score. Empty for a model of one score.
    public double[] probabilities() {
        return probabilities;
    }

    /// Code of the most probable class of the row that was scored last, the first of equal ones; 0 for a model of one
    /// score.
    public int predictedClass() {
        return predictedClass;
    }
}
