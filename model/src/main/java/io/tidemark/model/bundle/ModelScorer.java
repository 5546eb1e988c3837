package io.tidemark.model.bundle;

import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Scores rows of one model; owns the arrays that this takes, so it belongs to one thread.
public final class ModelScorer {
    private final RawEncoder encoder;
    private final FeaturePipeline pipeline;
    private final Kernel kernel;
    private final Link link;
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
    }

    /// Encodes an event's values for the next [#score].
    ///
    /// @return why the event cannot be scored, or null when it can
    public @Nullable Violation encode(Map<String, ? extends @Nullable Object> values) {
        return encoder.encode(values, raw);
    }

    /// How many of an event's values belong to no feature of the model.
    public int unknown(Map<String, ? extends @Nullable Object> values) {
        return encoder.unknown(values);
    }

    /// The row that was encoded last; overwritten by the next [#encode].
    public double[] raw() {
        return raw;
    }

    /// Score of the row that was encoded last: the predicted number, or the probability of the positive class.
    public double score() {
        return score(raw);
    }

    /// Score of a raw row.
    public double score(double[] rawRow) {
        pipeline.apply(rawRow, pipelineScratch, inputs);
        return link.score(kernel.margin(inputs, scratch));
    }

    /// Score of a row of inputs.
    public double scoreInputs(float[] row) {
        return link.score(kernel.margin(row, scratch));
    }
}
