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
import java.util.OptionalInt;

/// Hot swaps under load. First some as people make them, with everything that a new version has to show: how long from
/// the timeline entry to the first committed prediction, and what of it is fetching, verifying and warming up. Then
/// thousands in a row: does anything fail, what does the record pay that meets a new version, does memory grow.
public final class SwapBenchmark implements Benchmark {
    private static final int TREES = 300;
    private static final double REQUESTS_PER_SECOND = 500;
    private static final long PAUSE_MS = 300;

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String description() {
        return "Hot swaps under load: timeline entry to first prediction, stall per record, memory over 10,000 of them.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int slow = setting.quick() ? 5 : 30;
        int fast = setting.quick() ? 200 : 10_000;
        try (EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(setting.workDir().resolve("stack")))) {
            KafkaSettings kafka =
                    new KafkaSettings(stack.bootstrapServers(), "", Map.of(RegistrySettings.URL, stack.registryUrl()));
            TopicSetup.create(kafka, OptionalInt.empty());
            ModelRegistry registry =
                    new LocalDirectoryRegistry(setting.workDir().resolve("registry"));
            setting.progress().accept("training two models of " + TREES + " trees");
            BenchModel first = BenchModel.train(manifest(setting.modelsDir(), 1), registry, setting.workDir());
            BenchModel second = BenchModel.train(manifest(setting.modelsDir(), 2), registry, setting.workDir());
            List<ModelVersion> versions = List.of(first.version(), second.version());
            SwapNumbers numbers = new SwapNumbers(REQUESTS_PER_SECOND, TREES);
            try (TimelineWriter timeline = new TimelineWriter(kafka, new TopicBinding(kafka).of(Topics.TIMELINE));
                    SwapWatch watch = new SwapWatch(kafka);
                    SwapTraffic traffic = new SwapTraffic(
                            kafka, manifest(setting.modelsDir(), 1), first.data(), REQUESTS_PER_SECOND)) {
                Swapper swapper = new Swapper(timeline, versions, watch);
                watch.start();
                swapper.next();
                traffic.start();
                try (ScoringService service = service(kafka, registry, setting.workDir(), numbers.meters(), true)) {
                    service.start();
                    swapper.awaitPrediction();
                    asPeopleDo(swapper, slow, setting, numbers);
                }
                try (ScoringService service = service(kafka, registry, setting.workDir(), numbers.meters(), false)) {
                    service.start();
                    inARow(swapper, fast, setting, numbers);
                    setting.progress().accept("waiting for the last answers");
                    int requests = traffic.stop();
                    numbers.ended(requests, watch.awaitAnswers(requests), watch.refusals(), watch.adoptions());
                }
            }
            return numbers.report();
        }
    }

    private static void asPeopleDo(Swapper swapper, int swaps, BenchSetting setting, SwapNumbers numbers)
            throws InterruptedException {
        for (int i = 1; i <= swaps; i++) {
            setting.progress().accept("swap " + i + " of " + swaps + ", each with verification and warm-up");
            Thread.sleep(PAUSE_MS);
            long askedNs = System.nanoTime();
            swapper.next();
            numbers.swapped((swapper.awaitPrediction() - askedNs) / 1e6, swapper.awaitReady());
        }
    }

    private static void inARow(Swapper swapper, int swaps, BenchSetting setting, SwapNumbers numbers)
            throws InterruptedException {
        for (int i = 1; i <= swaps; i++) {
            if (i % 100 == 0) {
                setting.progress().accept("swap " + i + " of " + swaps + " in a row");
            }
            swapper.next();
            swapper.awaitReady();
            if (i == swaps / 10 || i == swaps) {
                numbers.heapAfter(i);
            }
        }
        swapper.awaitPrediction();
    }

    private static ModelManifest manifest(Path models, int seed) {
        return ManifestReader.read(
                models.resolve("housing.yaml"),
                List.of(
                        "data.source=\"synthetic:rows=20000,seed=" + seed + "\"",
                        "data.sha256=null",
                        "data.member=null",
                        "selection.folds=2",
                        "selection.algorithms={lightgbm: {n_estimators: " + TREES + ", num_leaves: 31}}",
                        "gates.limits={}"));
    }

    /// @param warmUp false: new versions are verified, but not warmed up, and commits are frequent, so that thousands
    ///     of swaps end in minutes
    private static ScoringService service(
            KafkaSettings kafka, ModelRegistry registry, Path workDir, SimpleMeterRegistry meters, boolean warmUp) {
        ScoringConfig defaults = ScoringConfig.defaults(workDir.resolve("cache"));
        LoadingConfig loading = defaults.loading();
        ScoringConfig config = new ScoringConfig(
                defaults.limits(),
                defaults.maxAhead(),
                defaults.modelWait(),
                defaults.startWait(),
                defaults.explainBudget(),
                new LoadingConfig(
                        loading.maxBundleBytes(),
                        loading.verifier(),
                        warmUp ? loading.warmUp() : new WarmUp(0, Duration.ZERO),
                        loading.cacheDir(),
                        loading.cacheBytes()));
        return new ScoringService(
                "bench-swap",
                new TopicBinding(kafka),
                registry,
                config,
                new StreamsSettings(
                        workDir.resolve("state"),
                        1,
                        true,
                        warmUp ? StreamsSettings.DEFAULT_COMMIT_INTERVAL : Duration.ofMillis(10),
                        0,
                        "bench"),
                meters,
                Clock.systemUTC());
    }

    /// Makes one version after the other the champion.
    private static final class Swapper {
        private final TimelineWriter timeline;
        private final List<ModelVersion> versions;
        private final SwapWatch watch;
        private int swaps;

        Swapper(TimelineWriter timeline, List<ModelVersion> versions, SwapWatch watch) {
            this.timeline = timeline;
            this.versions = versions;
            this.watch = watch;
        }

        void next() {
            swaps++;
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
            return watch.awaitPrediction(id());
        }

        Acknowledged awaitReady() throws InterruptedException {
            return watch.awaitReady(id());
        }

        private String id() {
            return "bench-" + swaps;
        }
    }
}
