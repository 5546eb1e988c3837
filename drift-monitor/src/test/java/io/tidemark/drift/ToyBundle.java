package io.tidemark.drift;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.profile.ReferenceProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bundle of a version of the [World]'s model.
public final class ToyBundle {
    /// Its monitors are those of [World#DRIFT] and [World#RETRAIN].
    private static final String MANIFEST = """
            name: homes
            task: regression
            data: {source: homes.csv}
            target: {name: price}
            features:
              income: {type: number}
              age: {type: number}
              colour: {type: category, categories: [red, green, blue], unseen: accept}
            selection:
              algorithms:
                ridge: {alpha: [1]}
            monitors:
              drift:
                pane: 1s
                windows: {fast: 5s, slow: 20s}
                min_rows: 100
                psi: 0.1
                ks: 0.1
                false_alarms_per_week: 1
                confirmations: 2
            retrain:
              min_labels: 150
              cooldown: 10m
            """;

    private ToyBundle() {}

    /// The bundle's file.
    ///
    /// @param seed another seed gives another bundle
    public static byte[] file(long seed) {
        List<FeatureSpec> features = World.reference().features();
        ReferenceProfile profile = World.reference().profile();
        FeaturePipeline pipeline = new FeaturePipeline(new PipelineParameters(
                List.of(3.0, 30.0, 0.0),
                List.of(new InputStep.NumberInput("income", 0), new InputStep.NumberInput("age", 1))));
        BundleDescriptor descriptor = new BundleDescriptor(
                World.MODEL,
                Task.REGRESSION,
                "price",
                "USD",
                List.of(),
                Optional.empty(),
                Link.IDENTITY,
                FeatureSignature.of(features, pipeline.inputNames()),
                Optional.empty(),
                new BundleDescriptor.Training(
                        "linear",
                        Map.of(),
                        "homes.csv",
                        "0".repeat(64),
                        10,
                        Optional.empty(),
                        seed,
                        Map.of(),
                        Map.of()));
        return BundleCodec.write(new ModelBundle(
                descriptor,
                features,
                pipeline,
                new LinearKernel(0, new double[] {10, 0}, new double[2]),
                List.of(),
                profile,
                MANIFEST));
    }

    /// The version whose bundle the file is.
    public static VersionKey version(int version, byte[] file) {
        return new VersionKey(World.MODEL, version, Sha256.of(file));
    }
}
