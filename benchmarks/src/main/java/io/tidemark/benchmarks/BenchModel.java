package io.tidemark.benchmarks;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A model trained for a benchmark, and the rows that it was trained on.
record BenchModel(ModelVersion version, LocatedData data) {
    /// Its bundle.
    ModelBundle bundle(ModelRegistry registry) {
        String sha256 = version.bundleSha256();
        return BundleCodec.read(registry.fetch(version.model(), sha256), sha256);
    }

    static BenchModel train(ModelManifest manifest, ModelRegistry registry, Path workDir) {
        DataLocator locator = new DataLocator(workDir.resolve("data"), List.of(), Progress.NONE);
        LocatedData data = locator.locate(manifest);
        TrainingService service = new TrainingService(
                registry, locator, workDir.resolve("runs"), Runtime.getRuntime().availableProcessors());
        ModelVersion version = service.train(
                        new TrainingOrder(
                                RunIds.fresh(manifest.name()),
                                manifest,
                                Optional.of(data),
                                Optional.empty(),
                                OptionalInt.empty()),
                        RunListener.NONE)
                .version();
        return new BenchModel(version, data);
    }
}
