package io.tidemark.model.bundle;

import io.tidemark.model.Task;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.Distance;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.ForestImputer;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.NeighbourImputer;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.pipeline.RowImputation;
import io.tidemark.model.profile.ReferenceProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Small bundles that have one of everything.
final class Bundles {
    private static final List<FeatureSpec> FEATURES = List.of(
            new NumberFeature("rooms", false, "count", Range.ALL, Optional.of(new Range(1, 9)), true),
            new CategoryFeature("region", true, List.of("coast", "inland"), Unseen.REJECT),
            new BooleanFeature("pool", false));

    private static final RawTable ROWS =
            new RawTable(new double[][] {{1, 2, 3, Double.NaN}, {0, 1, 0, 1}, {1, 0, Double.NaN, 0}}, 4);

    private Bundles() {}

    static ModelBundle regression() {
        FeaturePipeline pipeline = pipeline();
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(0, 4.5, Missing.LEFT, 1, 2))
                .add(new Leaf(10, 3))
                .add(new Leaf(20, 1))
                .build();
        return bundle(
                Task.REGRESSION,
                Link.IDENTITY,
                pipeline,
                ForestCompiler.compile(pipeline.inputNames().size(), List.of(tree), 1, 2),
                List.of(
                        new GoldenRow(Map.of("rooms", 4L, "region", "coast", "pool", true), 21),
                        new GoldenRow(Map.of("rooms", 5L, "region", "inland"), 41)));
    }

    /// The regression with a second number, `income`, in place of the pool.
    static ModelBundle numbers() {
        ModelBundle toy = regression();
        return new ModelBundle(
                toy.descriptor(),
                List.of(
                        toy.features().get(0),
                        toy.features().get(1),
                        new NumberFeature("income", false, "USD", Range.ALL, Optional.empty(), false)),
                toy.pipeline(),
                toy.kernel(),
                toy.goldenRows(),
                toy.profile(),
                toy.manifest());
    }

    static ModelBundle binary() {
        FeaturePipeline pipeline = pipeline();
        double[] weights = new double[pipeline.inputNames().size()];
        weights[0] = 2;
        return bundle(
                Task.BINARY,
                Link.LOGISTIC,
                pipeline,
                new LinearKernel(0, weights, new double[weights.length]),
                List.of(
                        new GoldenRow(Map.of("rooms", 0L, "region", "coast"), 0.5),
                        new GoldenRow(Map.of("rooms", 1L, "region", "coast"), 1 / (1 + Math.exp(-2)))));
    }

    /// A regression whose model was fitted on logarithms.
    static ModelBundle logarithm() {
        FeaturePipeline pipeline = pipeline();
        double[] weights = new double[pipeline.inputNames().size()];
        weights[0] = 0.5;
        return bundle(
                Task.REGRESSION,
                Link.EXP,
                pipeline,
                new LinearKernel(1, weights, new double[weights.length]),
                List.of(
                        new GoldenRow(Map.of("rooms", 0L, "region", "coast"), StrictMath.exp(1)),
                        new GoldenRow(Map.of("region", "coast", "pool", true), StrictMath.exp(3.5)),
                        new GoldenRow(Map.of("rooms", 4L, "region", "coast"), StrictMath.exp(3))));
    }

    /// Three classes, each with trees of its own.
    static ModelBundle multiclass() {
        FeaturePipeline pipeline = pipeline();
        int inputs = pipeline.inputNames().size();
        List<ForestKernel> kernels = new ArrayList<>();
        for (double[] leaves : new double[][] {{1, -1}, {0, 0.5}, {-0.5, 2}}) {
            DecisionTree tree = new DecisionTree.Builder()
                    .add(new Split(0, 4.5, Missing.LEFT, 1, 2))
                    .add(new Leaf(leaves[0], 3))
                    .add(new Leaf(leaves[1], 1))
                    .build();
            kernels.add(ForestCompiler.compile(inputs, List.of(tree), 0, 1));
        }
        return bundle(
                Task.MULTICLASS,
                Link.SOFTMAX,
                pipeline,
                new ClassKernels(kernels),
                List.of(
                        GoldenRow.of(Map.of("rooms", 4L, "region", "coast", "pool", true), softmax(1, 0, -0.5)),
                        GoldenRow.of(Map.of("rooms", 5L, "region", "inland"), softmax(-1, 0.5, 2))));
    }

    static List<Double> softmax(double... margins) {
        double largest = Arrays.stream(margins).max().orElseThrow();
        double[] shares = Arrays.stream(margins)
                .map(margin -> StrictMath.exp(margin - largest))
                .toArray();
        double sum = Arrays.stream(shares).reduce(0, Double::sum);
        return Arrays.stream(shares).map(share -> share / sum).boxed().toList();
    }

    static ModelBundle withKernel(ModelBundle bundle, Kernel kernel) {
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                kernel,
                bundle.goldenRows(),
                bundle.profile(),
                bundle.manifest());
    }

    static ModelBundle withGoldenRows(ModelBundle bundle, GoldenRow... rows) {
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                bundle.kernel(),
                List.of(rows),
                bundle.profile(),
                bundle.manifest());
    }

    /// Neighbours fill in the first feature, a forest the last one.
    private static RowImputation imputation() {
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(0, 2.5, Missing.RIGHT, 1, 2))
                .add(new Leaf(0))
                .add(new Leaf(1))
                .build();
        return new RowImputation(
                Optional.of(new NeighbourImputer(2, new int[] {0, 2}, new double[] {2, 1}, new int[] {0}, new float[] {
                    4, 1, 6, 1, 1, 0, 2, Float.NaN
                })),
                Optional.of(new ForestImputer(
                        1, List.of(new ForestImputer.Fill(2, ForestCompiler.compile(3, List.of(tree), 0, 1))))));
    }

    private static FeaturePipeline pipeline() {
        return new FeaturePipeline(parameters(), imputation());
    }

    private static PipelineParameters parameters() {
        return new PipelineParameters(
                List.of(3.0, 0.0, 1.0),
                List.of(
                        new InputStep.NumberInput("rooms", 0),
                        new InputStep.CategoryInput("region", 1, List.of("coast", "inland")),
                        new InputStep.NumberInput("pool", 2),
                        new InputStep.RatioInput("rooms_per_region", 0, 1, 0.25),
                        new InputStep.ClusterInput("size", List.of(0), List.of(List.of(2.0), List.of(7.0))),
                        new InputStep.RotationInput("turned", 0, 2, List.of(InputStep.Axes.turnedBy(30))),
                        new InputStep.DistanceInput(
                                "km",
                                Distance.HAVERSINE,
                                List.of(0, 2),
                                List.of(new InputStep.Point("here", List.of(1.5, 0.5)))),
                        new InputStep.DistanceInput(
                                "apart",
                                Distance.EUCLIDEAN,
                                List.of(0),
                                List.of(new InputStep.Point("three", List.of(3.0))))));
    }

    private static ModelBundle bundle(
            Task task, Link link, FeaturePipeline pipeline, Kernel kernel, List<GoldenRow> golden) {
        BundleDescriptor descriptor = new BundleDescriptor(
                "toy",
                task,
                "price",
                "USD",
                switch (task) {
                    case REGRESSION -> List.of();
                    case BINARY -> List.of("no", "yes");
                    case MULTICLASS -> List.of("low", "middle", "high");
                },
                task == Task.BINARY ? Optional.of(0.5) : Optional.empty(),
                link,
                FeatureSignature.of(FEATURES, pipeline.inputNames()),
                task != Task.REGRESSION
                        ? Optional.empty()
                        : Optional.of(new PredictionIntervals(0.9, List.of(1.5), List.of(0.25, 0.5))),
                new BundleDescriptor.Training(
                        "lightgbm",
                        Map.of("num_leaves", 31L, "learning_rate", 0.1, "max_features", "sqrt"),
                        "toy.csv",
                        "0".repeat(64),
                        10,
                        Optional.of(new BundleDescriptor.Replay("outcomes", Map.of(0, 7L, 10, 8L, 2, 9L), 1, 2, 3)),
                        42,
                        Map.of("lightgbm", "4.3.0"),
                        Map.of("mae", 1.5, "r2", 0.5)));
        return new ModelBundle(
                descriptor,
                FEATURES,
                pipeline,
                kernel,
                golden,
                task == Task.MULTICLASS
                        ? ReferenceProfile.ofClasses(FEATURES, ROWS, 3, new double[] {0, 2, 0, 2})
                        : ReferenceProfile.of(FEATURES, ROWS, new double[] {21, 41, 21, 41}),
                "name: toy\n");
    }
}
