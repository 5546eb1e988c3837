package io.tidemark.trainer.foreign;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.run.RunIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Brings in a model that another tool trained, and registers it as any other version, approved or refused.
public final class ModelImport {
    private final ModelRegistry registry;

    public ModelImport(ModelRegistry registry) {
        this.registry = registry;
    }

    /// Imports a file.
    ///
    /// @param file LightGBM text, XGBoost JSON or UBJSON, or ONNX
    /// @param rows CSV of the features and the tool's predictions
    /// @param column name of the predictions' column
    /// @throws DataException when the model cannot be used, or the rows do not fit the manifest
    public ImportedModel run(Path file, ModelManifest manifest, Path rows, String column) {
        ConvertedModel converted = new ModelConversion(manifest)
                .run(
                        new ModelConversion.Source(
                                file.toAbsolutePath().getFileName().toString(), bytes(file), List.of()),
                        rows,
                        column);
        ModelVersion version = registry.register(new Registration(
                manifest.name(),
                RunIds.fresh(manifest.name()),
                converted.bundleSha256(),
                converted.gates().approved(),
                Map.of(),
                converted.tags(),
                converted::bundle));
        return new ImportedModel(version, converted.format(), converted.rows(), converted.gates());
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > ForeignModels.MAX_BYTES) {
                throw new DataException("Found a model of " + size + " bytes in " + file + ", expected at most "
                        + ForeignModels.MAX_BYTES + ".");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException("The model " + file + " cannot be read: " + e, e);
        }
    }
}
