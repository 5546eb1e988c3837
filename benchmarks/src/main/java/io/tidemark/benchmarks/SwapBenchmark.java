package io.tidemark.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.ActivationCause;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.app.ScoringService;
import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackSettings;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Hot swaps under load. First some as people make them, on two instances and with everything that a new version has
/// to show: how long from the timeline entry to the first committed prediction, what of it is fetching, verifying and
/// warming up, and how far apart the instances are. Then thousands in a row: does anything fail, what does the record
/// pay that meets a new version, does memory grow.
public final class SwapBenchmark implements Benchmark {
    private static final int TREES = 300;

    /// Trees of the versions that are swapped in a row: how often something is swapped is the question there, and not
    /// how long it takes to read.
    private static final int FEW_TREES = 20;

    private static final double REQUESTS_PER_SECOND = 500;
    private static final int INSTANCES = 2;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// How long both instances are waited for, per swap.
    private static final Duration SPREAD_WAIT = Duration.ofSeconds(5);

    /// How long swaps are made in a row at most: a crowded machine makes fewer, and the report says so.
    private static final Duration LONGEST_ROW = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String description() {
        return "Hot swaps under load: timeline entry to first prediction, stall per record, spread across instances,"
                + " memory over 10,000 of them. Takes about 8 minutes, with --quick about one.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int slow = setting.quick() ? 5 : 20;
        int fast = setting.quick() ? 200 : 10_000;
        try (EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(setting.workDir().resolve("stack")))) {
            KafkaSettings kafka =
                    new KafkaSettings(stack.bootstrapServers(), "", Map.of(RegistrySettings.URL, stack.registryUrl()));
            TopicSetup.create(kafka, OptionalInt.empty());
            ModelRegistry registry =
                    new LocalDirectoryRegistry(setting.workDir().resolve("registry"));
            setting.progress().accept("training two models of " + TREES + " trees and two of " + FEW_TREES);
            BenchModel first = train(setting, registry, TREES, 1);
            List<ModelVersion> large =
                    List.of(first.version(), train(setting, registry, TREES, 2).version());
            List<ModelVersion> small = List.of(
                    train(setting, registry, FEW_TREES, 1).version(),
                    train(setting, registry, FEW_TREES, 2).version());
            SwapNumbers numbers = new SwapNumbers(REQUESTS_PER_SECOND, TREES, FEW_TREES, fast);
            try (TimelineWriter timeline = new TimelineWriter(kafka, new TopicBinding(kafka).of(Topics.TIMELINE));
                    SwapWatch watch = new SwapWatch(kafka);
                    SwapTraffic traffic = new SwapTraffic(
                            kafka, manifest(setting.modelsDir(), TREES, 1), first.data(), REQUESTS_PER_SECOND)) {
                Scorers scorers = new Scorers(kafka, registry, setting.workDir(), numbers.meters());
                watch.start();
                traffic.start();
                asPeopleDo(scorers, new Swapper("shown-", timeline, large, watch), slow, setting, numbers);
                inARow(scorers, new Swapper("row-", timeline, small, watch), fast, setting, numbers);
                setting.progress().accept("waiting for the last answers");
                try (ScoringService last = scorers.newHurried()) {
                    last.start();
                    int requests = traffic.stop();
                    numbers.ended(
                            requests,
                            watch.awaitAnswers(requests),
                            watch.doubled(),
                            watch.refusals(),
                            watch.adoptions());
                }
            }
            return numbers.report();
        }
    }

    /// Each version is fetched, verified and warmed up by two instances.
    private static void asPeopleDo(
            Scorers scorers, Swapper swapper, int swaps, BenchSetting setting, SwapNumbers numbers)
            throws InterruptedException {
        swapper.next();
        try (ScoringService one = scorers.newInstance(1);
                ScoringService other = scorers.newInstance(2)) {
            one.start();
            other.start();
            swapper.awaitPrediction();
            setting.progress().accept("waiting until both instances answer");
            do {
                Thread.sleep(PAUSE);
                swapper.next();
            } while (swapper.awaitSpread().isEmpty());
            for (int i = 1; i <= swaps; i++) {
                setting.progress().accept("swap " + i + " of " + swaps + ", each with verification and warm-up");
                Thread.sleep(PAUSE);
                long askedNs = System.nanoTime();
                swapper.next();
                numbers.swapped(
                        (swapper.awaitPrediction() - askedNs) / 1e6,
                        swapper.awaitReady(INSTANCES),
                        swapper.awaitSpread());
            }
        }
    }

    /// Each version is verified and not warmed up, by one instance.
    private static void inARow(Scorers scorers, Swapper swapper, int swaps, BenchSetting setting, SwapNumbers numbers)
            throws InterruptedException {
        swapper.next();
        try (ScoringService service = scorers.newHurried()) {
            service.start();
            swapper.awaitPrediction();
            long startNs = System.nanoTime();
            int made = 0;
            while (made < swaps && System.nanoTime() - startNs < LONGEST_ROW.toNanos()) {
                swapper.next();
                List<Acknowledged> ready = swapper.awaitReady(1);
                assert !ready.isEmpty();
                made++;
                if (made % 100 == 0) {
                    setting.progress().accept("swap " + made + " of " + swaps + " in a row");
                }
                if (made == swaps / 10) {
                    numbers.heapAfter(made);
                }
            }
            swapper.awaitPrediction();
            numbers.heapAfter(made);
        }
    }

    private static BenchModel train(BenchSetting setting, ModelRegistry registry, int trees, int seed) {
        return BenchModel.train(manifest(setting.modelsDir(), trees, seed), registry, setting.workDir());
    }

    private static ModelManifest manifest(Path models, int trees, int seed) {
        return ManifestReader.read(
                models.resolve("housing.yaml"),
                List.of(
                        "data.source=\"synthetic:rows=4000,seed=" + seed + "\"",
                        "data.sha256=null",
                        "data.member=null",
                        "selection.folds=2",
                        "selection.algorithms={lightgbm: {n_estimators: " + trees + ", num_leaves: 31}}",
                        "gates.limits={}"));
    }

    /// Makes instances of the scoring stream.
    private record Scorers(KafkaSettings kafka, ModelRegistry registry, Path workDir, SimpleMeterRegistry meters) {
        /// One as people run it.
        ///
        /// @param number its number, from 1
        ScoringService newInstance(int number) {
            LoadingConfig loading =
                    ScoringConfig.defaults(workDir.resolve("cache-" + number)).loading();
            return service("bench-" + number, loading, StreamsSettings.DEFAULT_COMMIT_INTERVAL);
        }

        /// One that verifies new versions and does not warm them up, and commits often, so that thousands of swaps end
        /// in minutes.
        ScoringService newHurried() {
            LoadingConfig loading =
                    ScoringConfig.defaults(workDir.resolve("cache-1")).loading();
            LoadingConfig hurried = new LoadingConfig(
                    loading.maxBundleBytes(),
                    loading.verifier(),
                    new WarmUp(0, Duration.ZERO),
                    loading.cacheDir(),
                    loading.cacheBytes());
            return service("bench-1", hurried, Duration.ofMillis(20));
        }

        private ScoringService service(String instance, LoadingConfig loading, Duration commitInterval) {
            return new ScoringService(
                    "bench-swap",
                    new TopicBinding(kafka),
                    registry,
                    ScoringConfig.defaults(workDir).with(loading),
                    new StreamsSettings(workDir.resolve("state-" + instance), 1, true, commitInterval, 0, instance),
                    meters,
                    Clock.systemUTC());
        }
    }

    /// Makes one version after the other the champion.
    private static final class Swapper {
        private final String prefix;
        private final TimelineWriter timeline;
        private final List<ModelVersion> versions;
        private final SwapWatch watch;
        private int swaps;

        /// @param prefix of the ids of its activations
        Swapper(String prefix, TimelineWriter timeline, List<ModelVersion> versions, SwapWatch watch) {
            this.prefix = prefix;
            this.timeline = timeline;
            this.versions = versions;
            this.watch = watch;
        }

        void next() {
            swaps++;
            watch.watch(id());
            ModelVersion version = versions.get(swaps % versions.size());
            timeline.append(TimelineFacts.champion(
                    id(),
                    version.model(),
                    version.version(),
                    version.bundleSha256(),
                    ActivationCause.PROMOTION,
                    "bench",
                    "",
                    Instant.now()));
        }

        long awaitPrediction() throws InterruptedException {
            return watch.awaitPrediction();
        }

        List<Acknowledged> awaitReady(int instances) throws InterruptedException {
            return watch.awaitReady(instances);
        }

        Optional<Duration> awaitSpread() throws InterruptedException {
            return watch.awaitSpread(INSTANCES, SPREAD_WAIT);
        }

        private String id() {
            return prefix + swaps;
        }
    }
}
