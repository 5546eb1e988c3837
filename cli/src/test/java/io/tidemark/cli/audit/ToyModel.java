package io.tidemark.cli.audit;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A registered version of a model `homes` that answers 100 + 10 rooms, with a horizon of 1 h.
final class ToyModel {
    private static final String MANIFEST = """
            name: homes
            task: regression
            description: Prices.
            data: {source: homes.csv}
            target: {name: price, range: [0, 1000]}
            features:
              rooms: {type: number}
            selection: {algorithms: {ridge: {alpha: 1}}}
            monitors:
              performance: {windows: {fast: 1m}, metric: mae, max_worse_pct: 50, min_labels: 10}
            labels: {horizon: 1h}
            """;

    private ToyModel() {}

    /// Registers it and returns its SHA-256.
    static String register(ModelRegistry registry) {
        byte[] file = file();
        String sha256 = Sha256.of(file);
        registry.register(new Registration("homes", "run-1", sha256, true, Map.of(), Map.of(), () -> file));
        return sha256;
    }

    private static byte[] file() {
        ModelManifest manifest = ManifestReader.read("toy", MANIFEST, List.of());
        FeaturePipeline pipeline = new FeaturePipeline(
                new PipelineParameters(List.of(3.0), List.of(new InputStep.NumberInput("rooms", 0))));
        BundleDescriptor descriptor = new BundleDescriptor(
                "homes",
                Task.REGRESSION,
                "price",
                "",
                List.of(),
                Optional.empty(),
                Link.IDENTITY,
                FeatureSignature.of(manifest.features(), pipeline.inputNames()),
                new BundleDescriptor.Training(
                        "ridge",
                        Map.of(),
                        "homes.csv",
                        "0".repeat(64),
                        4,
                        Optional.empty(),
                        1,
                        Map.of(),
                        Map.of("mae", 10.0)));
        return BundleCodec.write(new ModelBundle(
                descriptor,
                manifest.features(),
                pipeline,
                new LinearKernel(100, new double[] {10}, new double[1]),
                List.of(),
                ReferenceProfile.of(manifest.features(), new RawTable(new double[][] {{1, 2, 3, 4}}, 4), new double[] {
                    110, 120, 130, 140
                }),
                MANIFEST));
    }
}
