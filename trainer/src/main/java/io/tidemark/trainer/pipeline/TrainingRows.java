package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.ImputationFit;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The rows that are fitted on as a table for people, as a step leaves them.
final class TrainingRows {
    private static final String WEIGHT = "weight";

    private TrainingRows() {}

    /// `preprocessed.csv`: the features with everything filled in, the label, the weight.
    static void writeFilled(Path folder, ModelManifest manifest, FitRows rows, ImputationFit imputation)
            throws IOException {
        FeaturePipeline pipeline = imputation.pipeline();
        PipelineScratch scratch = pipeline.newScratch();
        double[] raw = new double[pipeline.rawWidth()];
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve("preprocessed.csv"))) {
            for (FeatureSpec feature : manifest.features()) {
                csv.write(CsvCells.quoted(feature.name()) + ",");
            }
            csv.write(CsvCells.quoted(manifest.target().name()) + "," + WEIGHT + "\n");
            for (int row = 0; row < rows.target().length; row++) {
                rows.features().row(row, raw);
                pipeline.fill(raw, scratch);
                for (int c = 0; c < raw.length; c++) {
                    csv.write(cell(manifest.features().get(c), scratch.filled()[c]) + ",");
                }
                csv.write(rows.target()[row] + "," + rows.weights()[row] + "\n");
            }
        }
    }

    private static String cell(FeatureSpec feature, double value) {
        return switch (feature) {
            case CategoryFeature category ->
                value >= 0 && value < category.categories().size()
                        ? CsvCells.quoted(category.categories().get((int) value))
                        : "";
            default -> Double.toString(value);
        };
    }

    /// `features.csv`: the inputs of a model, the label, the weight.
    static void writeInputs(Path folder, ModelManifest manifest, FitRows rows, FeaturePipeline pipeline)
            throws IOException {
        double[] raw = new double[pipeline.rawWidth()];
        float[] inputs = new float[pipeline.inputNames().size()];
        PipelineScratch scratch = pipeline.newScratch();
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve("features.csv"))) {
            for (String name : pipeline.inputNames()) {
                csv.write(CsvCells.quoted(name) + ",");
            }
            csv.write(CsvCells.quoted(manifest.target().name()) + "," + WEIGHT + "\n");
            for (int row = 0; row < rows.target().length; row++) {
                rows.features().row(row, raw);
                pipeline.apply(raw, scratch, inputs);
                for (float input : inputs) {
                    csv.write(Float.isNaN(input) ? "," : input + ",");
                }
                csv.write(rows.target()[row] + "," + rows.weights()[row] + "\n");
            }
        }
    }
}
