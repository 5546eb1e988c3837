package io.tidemark.model.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A fitted pipeline, ready to be applied. Immutable; safe for use by many threads with a scratch each.
public final class FeaturePipeline {
    private final PipelineParameters parameters;
    private final RowImputation imputation;
    private final double[] fills;
    private final RowStep[] steps;

    /// `[steps]` inputs that a step writes.
    private final int[] widths;

    /// `[steps]` columns that a step reads, each once.
    private final int[][] stepColumns;

    private final List<String> inputNames;

    /// `[kept]` inputs that are missing when their column is.
    private final int[] keptInputs;

    private final int[] keptColumns;

    /// A pipeline that fills in one value per column.
    ///
    /// @throws IllegalArgumentException when a step reads a column that a raw row does not have
    public FeaturePipeline(PipelineParameters parameters) {
        this(parameters, RowImputation.NONE);
    }

    /// @param imputation what is computed from the rest of a row; the parameters' fills are its first guesses
    /// @throws IllegalArgumentException when a column is read that a raw row does not have
    public FeaturePipeline(PipelineParameters parameters, RowImputation imputation) {
        this.parameters = parameters;
        this.imputation = imputation;
        this.fills =
                parameters.fills().stream().mapToDouble(Double::doubleValue).toArray();
        this.steps = parameters.steps().stream().map(InputStep::forRows).toArray(RowStep[]::new);
        this.widths = parameters.steps().stream().mapToInt(InputStep::width).toArray();
        for (InputStep step : parameters.steps()) {
            if (step.columns().anyMatch(column -> column < 0 || column >= fills.length)) {
                throw new IllegalArgumentException(
                        "Found the step " + step + ", expected columns from 0 to " + (fills.length - 1) + ".");
            }
        }
        this.stepColumns = parameters.steps().stream()
                .map(step -> step.columns().distinct().toArray())
                .toArray(int[][]::new);
        List<int[]> kept = new ArrayList<>();
        int at = 0;
        for (InputStep step : parameters.steps()) {
            if (step instanceof InputStep.KeptInput keeping) {
                kept.add(new int[] {at, keeping.column()});
            }
            at += step.width();
        }
        this.keptInputs = kept.stream().mapToInt(pair -> pair[0]).toArray();
        this.keptColumns = kept.stream().mapToInt(pair -> pair[1]).toArray();
        imputation.requireWidth(fills.length);
        this.inputNames = parameters.steps().stream()
                .flatMap(step -> step.names().stream())
                .toList();
    }

    /// What a bundle keeps of the pipeline.
    public PipelineParameters parameters() {
        return parameters;
    }

    /// What is computed from the rest of a row where a number is missing.
    public RowImputation imputation() {
        return imputation;
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
        return new PipelineScratch(fills.length, imputation);
    }

    /// Writes the inputs of one row. Allocates nothing, unless a missing value is imputed from the rest of the row.
    ///
    /// @param raw `double[rawWidth]`, NaN for missing; left alone
    /// @param scratch of this pipeline, overwritten
    /// @param inputs `float[inputNames.size()]`, overwritten
    public void apply(double[] raw, PipelineScratch scratch, float[] inputs) {
        fill(raw, scratch);
        int at = 0;
        for (int step = 0; step < steps.length; step++) {
            steps[step].apply(scratch.filled, inputs, at);
            at += widths[step];
        }
        for (int i = 0; i < keptInputs.length; i++) {
            if (Double.isNaN(raw[keptColumns[i]])) {
                inputs[keptInputs[i]] = Float.NaN;
            }
        }
    }

    /// Sums what belongs to inputs by the raw columns that they are made of; an input that is made of several counts
    /// for each in equal parts. Allocates nothing.
    ///
    /// @param ofInputs `double[inputNames.size()]`
    /// @param ofColumns `double[rawWidth]`, overwritten
    public void toColumns(double[] ofInputs, double[] ofColumns) {
        Arrays.fill(ofColumns, 0);
        int at = 0;
        for (int step = 0; step < steps.length; step++) {
            double sum = 0;
            for (int end = at + widths[step]; at < end; at++) {
                sum += ofInputs[at];
            }
            for (int column : stepColumns[step]) {
                ofColumns[column] += sum / stepColumns[step].length;
            }
        }
    }

    /// Leaves the row with missing values filled in in `scratch`. Allocates nothing.
    ///
    /// @param raw `double[rawWidth]`, NaN for missing; left alone
    public void fill(double[] raw, PipelineScratch scratch) {
        double[] filled = scratch.filled;
        boolean missing = false;
        for (int i = 0; i < fills.length; i++) {
            boolean absent = Double.isNaN(raw[i]);
            filled[i] = absent ? fills[i] : raw[i];
            missing |= absent;
        }
        if (missing) {
            imputation.fill(raw, scratch);
        }
    }
}
