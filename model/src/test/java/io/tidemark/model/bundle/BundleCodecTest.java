package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Task;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.profile.ReferenceProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundleCodecTest {
    @Test
    void bundleSurvivesItsFile() {
        ModelBundle bundle = bundle();
        byte[] file = BundleCodec.write(bundle);

        ModelBundle read = BundleCodec.read(file, Sha256.of(file));

        assertThat(read.descriptor()).isEqualTo(bundle.descriptor());
        assertThat(read.features()).isEqualTo(bundle.features());
        assertThat(read.goldenRows()).isEqualTo(bundle.goldenRows());
        assertThat(BundleCodec.write(read)).isEqualTo(file);
        BundleVerifier.DEFAULT.verify(read, List.of());
    }

    static ModelBundle bundle() {
        List<FeatureSpec> features = List.of(
                new NumberFeature("rooms", false, "count", Range.ALL, Optional.of(new Range(1, 9)), true),
                new CategoryFeature("region", true, List.of("coast", "inland"), Unseen.REJECT));
        FeaturePipeline pipeline = new FeaturePipeline(new PipelineParameters(
                List.of(3.0, 0.0),
                List.of(
                        new InputStep.NumberInput("rooms", 0),
                        new InputStep.CategoryInput("region", 1, List.of("coast", "inland")),
                        new InputStep.RatioInput("rooms_per_rooms", 0, 0, 1),
                        new InputStep.ClusterInput("size", List.of(0), List.of(List.of(2.0), List.of(7.0))))));
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(0, 4.5, Missing.LEFT, 1, 2))
                .add(new Leaf(10))
                .add(new Leaf(20))
                .build();
        BundleDescriptor descriptor = new BundleDescriptor(
                "toy",
                Task.REGRESSION,
                "price",
                "USD",
                List.of(),
                Optional.empty(),
                Link.IDENTITY,
                FeatureSignature.of(features, pipeline.inputNames()),
                new BundleDescriptor.Training(
                        "lightgbm",
                        Map.of("num_leaves", 31L),
                        "toy.csv",
                        "0".repeat(64),
                        10,
                        Optional.of(new BundleDescriptor.Replay("outcomes", Map.of(0, 7L), 1, 2, 3)),
                        42,
                        Map.of("lightgbm", "4.3.0"),
                        Map.of("mae", 1.5)));
        return new ModelBundle(
                descriptor,
                features,
                pipeline,
                ForestCompiler.compile(pipeline.inputNames().size(), List.of(tree), 1, 2),
                List.of(
                        new GoldenRow(Map.of("rooms", 4L, "region", "coast"), 21),
                        new GoldenRow(Map.of("rooms", 5L, "region", "inland"), 41)),
                ReferenceProfile.of(
                        features, new RawTable(new double[][] {{1, 2, 3, Double.NaN}, {0, 1, 0, 1}}, 4), new double[] {
                            21, 41, 21, 41
                        }),
                "name: toy\n");
    }
}
