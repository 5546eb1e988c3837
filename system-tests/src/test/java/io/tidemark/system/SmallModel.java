package io.tidemark.system;

import io.tidemark.cli.stack.Home;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A housing model that is trained in a second, on synthetic rows.
final class SmallModel {
    private SmallModel() {}

    static List<String> overrides() {
        return List.of(
                "data.source=\"synthetic:rows=3000,seed=5\"",
                "data.sha256=null",
                "data.member=null",
                "selection.folds=2",
                "selection.algorithms={lightgbm: {n_estimators: 40}}",
                "gates.limits={}");
    }

    static ModelVersion train(ModelManifest manifest, ModelRegistry registry, Home home) {
        return new TrainingService(
                        registry, new DataLocator(home.dataCache(), List.of(), Progress.NONE), home.runs(), 2)
                .train(
                        new TrainingOrder(
                                RunIds.fresh(manifest.name()),
                                manifest,
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty()),
                        RunListener.NONE)
                .version();
    }
}
