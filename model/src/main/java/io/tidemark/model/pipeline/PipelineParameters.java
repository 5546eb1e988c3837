package io.tidemark.model.pipeline;

import java.util.List;

/// A fitted pipeline as data: what a bundle keeps of it.
///
/// @param fills value for a missing feature by raw column; a category's is its code
/// @param steps the steps, in the order of the inputs
public record PipelineParameters(List<Double> fills, List<InputStep> steps) {
    public PipelineParameters {
        fills = List.copyOf(fills);
        steps = List.copyOf(steps);
        for (double fill : fills) {
            Finite.require(fill, "a fill");
        }
    }
}
