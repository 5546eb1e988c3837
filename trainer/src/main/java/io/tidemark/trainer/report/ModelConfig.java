package io.tidemark.trainer.report;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.fit.ClusterComparison;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.pipeline.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// What a version is made of, for other programs: what was chosen, on what, and how good it is.
public final class ModelConfig {
    private ModelConfig() {}

    /// The configuration as YAML.
    public static String yaml(String runId, ModelManifest manifest, TrainingResult result) {
        BundleDescriptor descriptor = result.bundle().descriptor();
        BundleDescriptor.Training training = descriptor.training();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model", manifest.name());
        config.put("run", runId);
        config.put("bundle_sha256", result.sha256());
        config.put("verdict", result.gates().approved() ? "APPROVED" : "REJECTED");
        config.put("task", manifest.task().name().toLowerCase(Locale.ROOT));
        config.put("target", target(manifest, result));
        config.put("algorithm", training.algorithm());
        config.put("parameters", training.parameters());
        config.put(
                "features",
                manifest.features().stream().map(feature -> feature.name()).toList());
        config.put("inputs", result.bundle().pipeline().inputNames());
        Map<String, Object> imputation = new LinkedHashMap<>();
        result.imputations()
                .forEach(column ->
                        imputation.put(column.feature(), column.chosen().name().toLowerCase(Locale.ROOT)));
        config.put("imputation", imputation);
        Map<String, Object> clusters = new LinkedHashMap<>();
        for (ClusterComparison comparison : result.clusters()) {
            clusters.put(comparison.name(), comparison.chosen());
        }
        config.put("clusters", clusters);
        config.put("data", data(training));
        config.put(
                "split",
                Map.of("test", manifest.split().test(), "seed", manifest.split().seed()));
        config.put("libraries", training.libraries());
        config.put("rows_judged", result.evaluation().rows());
        config.put("metrics", result.metrics());
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setWidth(Integer.MAX_VALUE)
                        .build())
                .dumpToString(config);
    }

    private static Map<String, Object> target(ModelManifest manifest, TrainingResult result) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("name", manifest.target().name());
        if (!manifest.target().unit().isEmpty()) {
            target.put("unit", manifest.target().unit());
        }
        if (!manifest.target().classes().isEmpty()) {
            target.put("classes", manifest.target().classes());
        }
        result.bundle().descriptor().threshold().ifPresent(threshold -> target.put("threshold", threshold));
        manifest.target().interval().ifPresent(coverage -> target.put("interval", coverage));
        return target;
    }

    private static Map<String, Object> data(BundleDescriptor.Training training) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("address", training.data());
        data.put("sha256", training.dataSha256());
        data.put("rows_fitted", training.rows());
        training.replay().ifPresent(replay -> {
            Map<String, Object> replayed = new LinkedHashMap<>();
            replayed.put("topic", replay.topic());
            replayed.put("rows", replay.rows());
            replayed.put("offsets", replay.offsets().toString());
            data.put("replayed", replayed);
        });
        return data;
    }
}
