package io.tidemark.model.pipeline;

import java.util.List;

/// A fitted pipeline, ready to be applied. Immutable; safe for use by many threads with a scratch each.
public final class FeaturePipeline {
    private final PipelineParameters parameters;
    private final double[] fills;
    private final InputStep[] steps;
    private final List<String> inputNames;

    /// @throws IllegalArgumentException when a step reads a column that a raw row does not have
    public FeaturePipeline(PipelineParameters parameters) {
        this.parameters = parameters;
        this.fills =
                parameters.fills().stream().mapToDouble(Double::doubleValue).toArray();
        this.steps = parameters.steps().toArray(InputStep[]::new);
        for (InputStep step : steps) {
            if (step.columns().anyMatch(column -> column < 0 || column >= fills.length)) {
                throw new IllegalArgumentException(
                        "Found the step " + step + ", expected columns from 0 to " + (fills.length - 1) + ".");
            }
        }
        this.inputNames = parameters.steps().stream()
                .flatMap(step -> step.names().stream())
                .toList();
    }

    /// What a bundle keeps of the pipeline.
    public PipelineParameters parameters() {
        return parameters;
    }

    /// Length of a raw row.
    public int rawWidth() {
        return fills.length;
    }

    /// Names of the inputs, in order.
    public List<String> inputNames() {
        return inputNames;
    }

    /// Arrays for [#apply], for one thread.
    public PipelineScratch newScratch() {
        return new PipelineScratch(fills.length);
    }

    /// Writes the inputs of one row. Allocates nothing.
    ///
    /// @param raw `double[rawWidth]`, NaN for missing; left alone
    /// @param scratch of this pipeline, overwritten
    /// @param inputs `float[inputNames.size()]`, overwritten
    public void apply(double[] raw, PipelineScratch scratch, float[] inputs) {
        double[] filled = scratch.filled;
        for (int i = 0; i < fills.length; i++) {
            filled[i] = Double.isNaN(raw[i]) ? fills[i] : raw[i];
        }
        int at = 0;
        for (InputStep step : steps) {
            step.apply(filled, inputs, at);
            at += step.width();
        }
    }
}
