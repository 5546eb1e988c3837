package io.tidemark.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.app.ScoringService;
import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackSettings;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Scoring against pass-through: the same requests on the same broker, copied as they are by one Kafka Streams
/// application and answered by the scoring stream, in turn, under exactly-once. The ratio is what scoring costs
/// beyond Kafka itself. Then both at half the rate that scoring reached, for the time from request to answer, and what
/// each stage of an answer costs without Kafka.
public final class ScoringBenchmark implements Benchmark {
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 500_000;
    private static final int QUICK_REQUESTS = 10_000;
    private static final int TREES = 300;

    /// Least share of pass-through's throughput that scoring is to reach.
    private static final double GOAL = 0.6;

    private static final int SAMPLED_REQUESTS = 2_000;
    private static final int LATENCY_SECONDS = 20;
    private static final int QUICK_LATENCY_SECONDS = 3;

    @Override
    public String name() {
        return "scoring";
    }

    @Override
    public String description() {
        return "Throughput and latency of the scoring stream against pass-through, on the embedded broker,"
                + " exactly-once; cost of each stage.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int requests = setting.quick() ? QUICK_REQUESTS : REQUESTS;
        try (EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(setting.workDir().resolve("stack")))) {
            KafkaSettings kafka =
                    new KafkaSettings(stack.bootstrapServers(), "", Map.of(RegistrySettings.URL, stack.registryUrl()));
            TopicSetup.create(kafka, OptionalInt.empty());
            PassThrough.createTopic(kafka);
            ModelManifest manifest = manifest(setting.modelsDir());
            ModelRegistry registry =
                    new LocalDirectoryRegistry(setting.workDir().resolve("registry"));
            setting.progress().accept("training a model of " + TREES + " trees");
            BenchModel model = BenchModel.train(manifest, registry, setting.workDir());
            Publication.publish(registry, model.version(), Optional.of(kafka), true);
            setting.progress().accept("writing " + requests + " requests");
            RequestLoad load = new RequestLoad(kafka, manifest, model.data());
            load.send(requests);

            double[] passThrough = new double[ROUNDS];
            double[] scoring = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                setting.progress().accept("round " + (round + 1) + " of " + ROUNDS + ": pass-through");
                passThrough[round] = passThrough(kafka, setting.workDir(), round, requests);
                setting.progress().accept("round " + (round + 1) + " of " + ROUNDS + ": scoring");
                scoring[round] = scoring(kafka, registry, setting.workDir(), round, requests);
            }
            ScoringReport report = new ScoringReport(requests, TREES, passThrough, scoring);
            List<PredictionRequest> sample = load.sample(SAMPLED_REQUESTS);
            double perSecond = report.scoringPerSecond() / 2;
            int count = (int) (perSecond * (setting.quick() ? QUICK_LATENCY_SECONDS : LATENCY_SECONDS));
            setting.progress().accept("latency at half load: pass-through");
            OpenLoop.Times copied = passThroughTimes(kafka, setting.workDir(), sample, count, perSecond);
            setting.progress().accept("latency at half load: scoring");
            OpenLoop.Times scored = scoringTimes(kafka, registry, setting.workDir(), sample, count, perSecond);
            setting.progress().accept("cost of each stage");
            TopicBinding topics = new TopicBinding(kafka);
            StageCosts costs = new StageCosts(
                    topics.of(Topics.REQUESTS), topics.of(Topics.PREDICTIONS), model.bundle(registry), sample);
            return report.of(GOAL, perSecond, copied, scored, costs.sizes(), costs.measure());
        }
    }

    private static ModelManifest manifest(Path models) {
        return ManifestReader.read(
                models.resolve("housing.yaml"),
                List.of(
                        "data.source=\"synthetic:rows=20000,seed=1\"",
                        "data.sha256=null",
                        "data.member=null",
                        "selection.folds=2",
                        "selection.algorithms={lightgbm: {n_estimators: " + TREES + ", num_leaves: 31}}",
                        "gates.limits={}"));
    }

    /// Each round is a new application, so that it reads the same requests from the beginning.
    private static double passThrough(KafkaSettings kafka, Path workDir, int round, int requests)
            throws InterruptedException {
        Throughput throughput = new Throughput(kafka, PassThrough.TOPIC, requests);
        try (StreamsRuntime runtime = copier(kafka, workDir, "pass-through-" + round)) {
            runtime.start();
            return throughput.await();
        }
    }

    private static double scoring(KafkaSettings kafka, ModelRegistry registry, Path workDir, int round, int requests)
            throws InterruptedException {
        Throughput throughput = new Throughput(kafka, predictions(kafka), requests);
        try (ScoringService service = scorer(kafka, registry, workDir, "scoring-" + round)) {
            service.start();
            return throughput.await();
        }
    }

    private static OpenLoop.Times passThroughTimes(
            KafkaSettings kafka, Path workDir, List<PredictionRequest> sample, int count, double perSecond)
            throws InterruptedException {
        try (StreamsRuntime runtime = copier(kafka, workDir, "pass-through-" + (ROUNDS - 1))) {
            runtime.start();
            return new OpenLoop(kafka, "copied", PassThrough.TOPIC, sample).run(count, perSecond);
        }
    }

    private static OpenLoop.Times scoringTimes(
            KafkaSettings kafka,
            ModelRegistry registry,
            Path workDir,
            List<PredictionRequest> sample,
            int count,
            double perSecond)
            throws InterruptedException {
        try (ScoringService service = scorer(kafka, registry, workDir, "scoring-" + (ROUNDS - 1))) {
            service.start();
            return new OpenLoop(kafka, "scored", predictions(kafka), sample).run(count, perSecond);
        }
    }

    private static StreamsRuntime copier(KafkaSettings kafka, Path workDir, String name) {
        TopicBinding topics = new TopicBinding(kafka);
        return new StreamsRuntime(
                "bench-" + name,
                PassThrough.topology(requests(kafka)),
                streams(workDir.resolve(name)),
                topics,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static ScoringService scorer(KafkaSettings kafka, ModelRegistry registry, Path workDir, String name) {
        return new ScoringService(
                "bench-" + name,
                new TopicBinding(kafka),
                registry,
                ScoringConfig.defaults(workDir.resolve("cache")),
                streams(workDir.resolve(name)),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static String requests(KafkaSettings kafka) {
        return kafka.name(Topics.REQUESTS);
    }

    private static String predictions(KafkaSettings kafka) {
        return kafka.name(Topics.PREDICTIONS);
    }

    private static StreamsSettings streams(Path stateDir) {
        return new StreamsSettings(stateDir, 1, true, StreamsSettings.DEFAULT_COMMIT_INTERVAL, 0, "bench");
    }
}
