package io.tidemark.scoring;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.ExplainSpec;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.scoring.serving.RecentRows;
import io.tidemark.scoring.serving.ServingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A version of a small linear model: `version * (100 + 10 rooms + income) + 5 at the coast`.
///
/// Features: `rooms` (whole number from 1 to 9, required), `region` (coast or inland, required), `income` (any
/// number, 0 when missing).
public record ToyModel(String name, int version, ModelBundle bundle, String sha256) {
    public static final String NAME = "toy";

    private static final int PROFILE_ROWS = 1_000;

    private static final List<FeatureSpec> FEATURES = List.of(
            new NumberFeature("rooms", true, "count", new Range(1, 9), Optional.empty(), true),
            new CategoryFeature("region", true, List.of("coast", "inland"), Unseen.REJECT),
            new NumberFeature("income", false, "USD", Range.ALL, Optional.empty(), false));
    private static final List<Map<String, Object>> GOLDEN_VALUES =
            List.of(Map.of("rooms", 4L, "region", "coast", "income", 2.5), Map.of("rooms", 7L, "region", "inland"));

    /// A version that a test made of a bundle.
    public static ToyModel of(ModelBundle bundle, int version) {
        return new ToyModel(bundle.descriptor().model(), version, bundle);
    }

    private ToyModel(String name, int version, ModelBundle bundle) {
        this(name, version, bundle, Sha256.of(BundleCodec.write(bundle)));
    }

    /// A version of the model `toy`.
    public static ToyModel version(int version) {
        return of(NAME, version);
    }

    /// A version of a model of another name.
    public static ToyModel of(String name, int version) {
        return new ToyModel(name, version, regression(name, version, FEATURES));
    }

    /// A version whose golden rows score otherwise than they say.
    public static ToyModel misbehaving(int version) {
        ModelBundle sound = version(version).bundle();
        List<GoldenRow> wrong = sound.goldenRows().stream()
                .map(row -> new GoldenRow(row.values(), row.score() + 1))
                .toList();
        return new ToyModel(NAME, version, withGoldenRows(sound, wrong));
    }

    /// A version whose rooms and income come from views where a request lacks them: `size` holds for an hour, `wealth`
    /// for a minute, with an income of 1 by default.
    public static ToyModel withViews(int version) {
        ModelBundle sound = version(version).bundle();
        String manifest = """
                name: toy
                features:
                  rooms: {type: integer, range: [1, 9], required: true}
                  region: {type: category, categories: [coast, inland], required: true}
                  income: {type: number}
                views:
                  size: {features: [rooms], ttl: 1h}
                  wealth: {features: [income], ttl: 1m, defaults: {income: 1}}
                """;
        return new ToyModel(
                NAME,
                version,
                new ModelBundle(
                        sound.descriptor(),
                        sound.features(),
                        sound.pipeline(),
                        sound.kernel(),
                        sound.goldenRows(),
                        sound.profile(),
                        manifest));
    }

    /// A version that reads the regions in another order: rows of its predecessors mean something else to it.
    public static ToyModel withOtherFeatures(int version) {
        List<FeatureSpec> features = List.of(
                FEATURES.get(0),
                new CategoryFeature("region", true, List.of("inland", "coast", "lake"), Unseen.REJECT),
                FEATURES.get(2));
        return new ToyModel(NAME, version, regression(NAME, version, features));
    }

    /// A version that gives rows that differ in their rooms alone the same score.
    public static ToyModel deafToRooms(int version) {
        ModelBundle sound = version(version).bundle();
        ModelBundle deaf = new ModelBundle(
                sound.descriptor(),
                sound.features(),
                sound.pipeline(),
                new LinearKernel(100, new double[] {0, 5, 0, 1}, new double[4]),
                sound.goldenRows(),
                sound.profile(),
                sound.manifest());
        return new ToyModel(NAME, version, withGoldenRows(deaf, scored(deaf)));
    }

    /// A classifier: yes from 5 rooms on, at a threshold of 0.25.
    public static ToyModel classifier(int version) {
        ModelBundle regression = version(version).bundle();
        BundleDescriptor descriptor = new BundleDescriptor(
                NAME,
                Task.BINARY,
                "sold",
                "",
                List.of("no", "yes"),
                Optional.of(0.25),
                Link.LOGISTIC,
                regression.descriptor().featureSignature(),
                Optional.empty(),
                regression.descriptor().training());
        ModelBundle binary = new ModelBundle(
                descriptor,
                regression.features(),
                regression.pipeline(),
                new LinearKernel(-5, new double[] {1, 0, 0, 0}, new double[4]),
                regression.goldenRows(),
                regression.profile(),
                regression.manifest());
        return new ToyModel(NAME, version, withGoldenRows(binary, scored(binary)));
    }

    /// A model of three sizes: small up to 2 rooms, middle up to 6, large above, each the more probable the further.
    public static ToyModel sizes(int version) {
        ModelBundle regression = version(version).bundle();
        BundleDescriptor descriptor = new BundleDescriptor(
                NAME,
                Task.MULTICLASS,
                "size",
                "",
                List.of("small", "middle", "large"),
                Optional.empty(),
                Link.SOFTMAX,
                regression.descriptor().featureSignature(),
                Optional.empty(),
                regression.descriptor().training());
        ModelBundle sizes = new ModelBundle(
                descriptor,
                regression.features(),
                regression.pipeline(),
                new ClassKernels(List.of(
                        new LinearKernel(2.5, new double[] {-1, 0, 0, 0}, new double[4]),
                        new LinearKernel(0, new double[4], new double[4]),
                        new LinearKernel(-6.5, new double[] {1, 0, 0, 0}, new double[4]))),
                List.of(),
                ReferenceProfile.ofClasses(
                        FEATURES,
                        new RawTable(new double[][] {{1, 2, 3, 4}, {0, 1, 0, 1}, {1, 2, Double.NaN, 4}}, 4),
                        3,
                        new double[] {0, 0, 1, 1}),
                regression.manifest());
        return new ToyModel(NAME, version, withGoldenRows(sizes, scored(sizes)));
    }

    /// The bundle's file.
    public byte[] file() {
        return BundleCodec.write(bundle);
    }

    /// As the loader hands it to the stream.
    public ServingModel serving() {
        return serving(ExplainSpec.DEFAULT);
    }

    /// As the loader hands it to the stream, with other words in the manifest on explanations.
    public ServingModel serving(ExplainSpec explain) {
        return new ServingModel(name, version, sha256, bundle, new RecentRows()).explaining(explain);
    }

    /// What it has to answer.
    public double score(Map<String, ? extends Object> values) {
        ModelScorer scorer = bundle.newScorer();
        if (scorer.encode(values) != null) {
            throw new IllegalArgumentException("Found " + values + ", expected values that the toy answers.");
        }
        return scorer.score();
    }

    private static ModelBundle regression(String name, int version, List<FeatureSpec> features) {
        List<String> regions = ((CategoryFeature) features.get(1)).categories();
        FeaturePipeline pipeline = new FeaturePipeline(new PipelineParameters(
                List.of(3.0, 0.0, 0.0),
                List.of(
                        new InputStep.NumberInput("rooms", 0),
                        new InputStep.CategoryInput("region", 1, regions),
                        new InputStep.NumberInput("income", 2))));
        int inputs = pipeline.inputNames().size();
        double[] weights = new double[inputs];
        weights[0] = 10 * version;
        weights[1 + regions.indexOf("coast")] = 5;
        weights[inputs - 1] = version;
        BundleDescriptor descriptor = new BundleDescriptor(
                name,
                Task.REGRESSION,
                "price",
                "USD",
                List.of(),
                Optional.empty(),
                Link.IDENTITY,
                FeatureSignature.of(features, pipeline.inputNames()),
                Optional.of(new PredictionIntervals(0.9, List.of(), List.of(2.0))),
                new BundleDescriptor.Training(
                        "linear", Map.of(), "toy.csv", "0".repeat(64), 10, Optional.empty(), 42, Map.of(), Map.of()));
        ModelBundle bundle = new ModelBundle(
                descriptor,
                features,
                pipeline,
                new LinearKernel(100 * version, weights, new double[inputs]),
                List.of(),
                profile(features, new double[PROFILE_ROWS]),
                "name: " + name + "\n");
        ModelScorer scorer = bundle.newScorer();
        double[] scores = new double[PROFILE_ROWS];
        for (int i = 0; i < PROFILE_ROWS; i++) {
            scorer.encode(ToyRequest.values(i));
            scores[i] = scorer.score();
        }
        ModelBundle profiled = new ModelBundle(
                descriptor,
                features,
                pipeline,
                bundle.kernel(),
                List.of(),
                profile(features, scores),
                bundle.manifest());
        return withGoldenRows(profiled, scored(profiled));
    }

    /// As if it was trained on the requests that tests send.
    private static ReferenceProfile profile(List<FeatureSpec> features, double[] scores) {
        RawEncoder encoder = new RawEncoder(features);
        double[][] columns = new double[features.size()][scores.length];
        double[] raw = new double[features.size()];
        for (int r = 0; r < scores.length; r++) {
            encoder.encode(ToyRequest.values(r), raw);
            for (int c = 0; c < raw.length; c++) {
                columns[c][r] = raw[c];
            }
        }
        return ReferenceProfile.of(features, new RawTable(columns, scores.length), scores);
    }

    private static List<GoldenRow> scored(ModelBundle bundle) {
        ModelScorer scorer = bundle.newScorer();
        List<GoldenRow> golden = new ArrayList<>();
        for (Map<String, ? extends Object> values : GOLDEN_VALUES) {
            if (scorer.encode(values) != null) {
                throw new IllegalArgumentException("Found " + values + ", expected values that the toy answers.");
            }
            double[] scores = new double[scorer.outputs()];
            scorer.score(scorer.raw(), scores, 0);
            golden.add(GoldenRow.of(
                    Map.copyOf(values), Arrays.stream(scores).boxed().toList()));
        }
        return golden;
    }

    private static ModelBundle withGoldenRows(ModelBundle bundle, List<GoldenRow> rows) {
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                bundle.kernel(),
                rows,
                bundle.profile(),
                bundle.manifest());
    }
}
