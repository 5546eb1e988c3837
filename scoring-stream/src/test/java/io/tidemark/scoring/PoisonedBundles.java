package io.tidemark.scoring;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Bundles of the toy model that must never answer anybody.
public final class PoisonedBundles {
    /// Largest bundle that a scorer under test takes: the slow one is smaller, the large one larger.
    public static final int MAX_BYTES = 24 * 1024 * 1024;

    /// A latency budget that the toy keeps by far and the slow one breaks by far, microseconds.
    public static final double LATENCY_US = 50;

    private static final int SLOW_TREES = 300_000;

    private PoisonedBundles() {}

    /// A bundle in a registry.
    public static final class Poison {
        private final String name;
        private final String check;
        private final String sha256;
        private final byte[] file;

        private Poison(String name, String check, String sha256, byte[] file) {
            this.name = name;
            this.check = check;
            this.sha256 = sha256;
            this.file = file;
        }

        private static Poison of(String name, String check, byte[] file) {
            return new Poison(name, check, Sha256.of(file), file);
        }

        /// What is wrong with it.
        public String name() {
            return name;
        }

        /// The check that has to find it.
        public String check() {
            return check;
        }

        /// What the timeline and the registry call it.
        public String sha256() {
            return sha256;
        }

        /// Its bytes.
        public byte[] file() {
            return file.clone();
        }
    }

    /// All of them.
    ///
    /// @param version version whose sound bundle they are made of
    public static List<Poison> all(int version) {
        ToyModel sound = ToyModel.version(version);
        byte[] file = sound.file();
        return List.of(
                Poison.of("truncated", "format", Arrays.copyOf(file, file.length / 2)),
                new Poison(
                        "wrong sha",
                        "sha256",
                        sound.sha256(),
                        ToyModel.version(version + 1).file()),
                Poison.of("wrong feature signature", "feature-signature", unsigned(sound.bundle())),
                Poison.of("pipeline with swapped columns", "golden-rows", swapped(sound.bundle(), false)),
                swappedEverywhere(version),
                trainedOnSwapped(version),
                Poison.of("NaN", "finite", notFinite(sound.bundle())),
                Poison.of("constant", "not-constant", constant(sound.bundle())),
                Poison.of("too slow", "latency", slow(sound.bundle())),
                Poison.of("too large", "size", new byte[MAX_BYTES + 1]));
    }

    /// Its pipeline was swapped before its golden rows were made.
    public static Poison swappedEverywhere(int version) {
        byte[] file = swapped(ToyModel.version(version).bundle(), true);
        return Poison.of("golden rows of a swapped pipeline", "score-profile", file);
    }

    /// The columns of its training data were swapped.
    public static Poison trainedOnSwapped(int version) {
        byte[] file = trainedOnSwapped(ToyModel.version(version).bundle());
        return Poison.of("training data with swapped columns", "columns", file);
    }

    private static byte[] unsigned(ModelBundle sound) {
        BundleDescriptor descriptor = sound.descriptor();
        BundleDescriptor other = new BundleDescriptor(
                descriptor.model(),
                descriptor.task(),
                descriptor.target(),
                descriptor.unit(),
                descriptor.classes(),
                descriptor.threshold(),
                descriptor.link(),
                "f".repeat(64),
                descriptor.intervals(),
                descriptor.training());
        return file(new ModelBundle(
                other,
                sound.features(),
                sound.pipeline(),
                sound.kernel(),
                sound.goldenRows(),
                sound.profile(),
                sound.manifest()));
    }

    /// Rooms and income have changed places on their way into the model.
    ///
    /// @param everywhere true: when the golden rows were made too
    private static byte[] swapped(ModelBundle sound, boolean everywhere) {
        PipelineParameters parameters = sound.pipeline().parameters();
        List<InputStep> steps = List.of(
                new InputStep.NumberInput("rooms", 2),
                parameters.steps().get(1),
                new InputStep.NumberInput("income", 0));
        ModelBundle swapped = new ModelBundle(
                sound.descriptor(),
                sound.features(),
                new FeaturePipeline(new PipelineParameters(parameters.fills(), steps)),
                sound.kernel(),
                sound.goldenRows(),
                sound.profile(),
                sound.manifest());
        return file(everywhere ? withOwnGoldenRows(swapped) : swapped);
    }

    /// The training data called the rooms income and the income rooms: the bundle agrees with itself.
    private static byte[] trainedOnSwapped(ModelBundle sound) {
        List<FeatureProfile> features = new ArrayList<>(sound.profile().features());
        Collections.swap(features, 0, 2);
        return file(new ModelBundle(
                sound.descriptor(),
                sound.features(),
                sound.pipeline(),
                sound.kernel(),
                sound.goldenRows(),
                new ReferenceProfile(features, sound.profile().predictions()),
                sound.manifest()));
    }

    private static byte[] notFinite(ModelBundle sound) {
        double[] weights = new double[sound.kernel().inputs()];
        weights[0] = Double.MAX_VALUE;
        weights[weights.length - 1] = -Double.MAX_VALUE;
        return file(withKernel(sound, new LinearKernel(0, weights, new double[weights.length])));
    }

    private static byte[] constant(ModelBundle sound) {
        double[] weights = new double[sound.kernel().inputs()];
        return file(withOwnGoldenRows(withKernel(sound, new LinearKernel(7, weights, new double[weights.length]))));
    }

    private static byte[] slow(ModelBundle sound) {
        DecisionTree stump = new DecisionTree.Builder()
                .add(new Split(0, 4.5, Missing.LEFT, 1, 2))
                .add(new Leaf(1, 1))
                .add(new Leaf(2, 1))
                .build();
        Kernel forest = ForestCompiler.compile(
                sound.kernel().inputs(), Collections.nCopies(SLOW_TREES, stump), 0, 1.0 / SLOW_TREES);
        return file(withOwnGoldenRows(withKernel(sound, forest)));
    }

    private static ModelBundle withKernel(ModelBundle bundle, Kernel kernel) {
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                kernel,
                bundle.goldenRows(),
                bundle.profile(),
                bundle.manifest());
    }

    private static ModelBundle withOwnGoldenRows(ModelBundle bundle) {
        ModelScorer scorer = bundle.newScorer();
        List<GoldenRow> own = bundle.goldenRows().stream()
                .map(GoldenRow::values)
                .map(values -> new GoldenRow(values, score(scorer, values)))
                .toList();
        return new ModelBundle(
                bundle.descriptor(),
                bundle.features(),
                bundle.pipeline(),
                bundle.kernel(),
                own,
                bundle.profile(),
                bundle.manifest());
    }

    private static double score(ModelScorer scorer, Map<String, ?> values) {
        if (scorer.encode(values) != null) {
            throw new IllegalStateException("The toy refuses its golden row " + values + ".");
        }
        return scorer.score();
    }

    private static byte[] file(ModelBundle bundle) {
        return ToyModel.of(bundle, 0).file();
    }
}
