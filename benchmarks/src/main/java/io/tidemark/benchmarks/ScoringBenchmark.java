package io.tidemark.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.stack.TopicSetup;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Scoring against pass-through: the same requests on the same broker, copied as they are by one Kafka Streams
/// application and answered by the scoring stream, in turn, under exactly-once. The ratio is what scoring costs
/// beyond Kafka itself.
public final class ScoringBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final int REQUESTS = 200_000;
    private static final int QUICK_REQUESTS = 10_000;
    private static final int TREES = 300;

    @Override
    public String name() {
        return "scoring";
    }

    @Override
    public String description() {
        return "Throughput of the scoring stream against pass-through, on the embedded broker, exactly-once.";
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
            new RequestLoad(kafka, manifest, model.data()).send(requests);

            double[] passThrough = new double[ROUNDS];
            double[] scoring = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                setting.progress().accept("round " + (round + 1) + " of " + ROUNDS + ": pass-through");
                passThrough[round] = passThrough(kafka, setting.workDir(), round, requests);
                setting.progress().accept("round " + (round + 1) + " of " + ROUNDS + ": scoring");
                scoring[round] = scoring(kafka, registry, setting.workDir(), round, requests);
            }
            return report(requests, passThrough, scoring);
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
        TopicBinding topics = new TopicBinding(kafka);
        Throughput throughput = new Throughput(kafka, PassThrough.TOPIC, requests);
        try (StreamsRuntime runtime = new StreamsRuntime(
                "bench-pass-through-" + round,
                PassThrough.topology(topics.of(Topics.REQUESTS).name()),
                streams(workDir.resolve("pass-through-" + round)),
                topics,
                new SimpleMeterRegistry(),
                Clock.systemUTC())) {
            runtime.start();
            return throughput.await();
        }
    }

    private static double scoring(KafkaSettings kafka, ModelRegistry registry, Path workDir, int round, int requests)
            throws InterruptedException {
        TopicBinding topics = new TopicBinding(kafka);
        Throughput throughput =
                new Throughput(kafka, topics.of(Topics.PREDICTIONS).name(), requests);
        try (ScoringService service = new ScoringService(
                "bench-scoring-" + round,
                topics,
                registry,
                ScoringConfig.defaults(workDir.resolve("cache")),
                streams(workDir.resolve("scoring-" + round)),
                new SimpleMeterRegistry(),
                Clock.systemUTC())) {
            service.start();
            return throughput.await();
        }
    }

    private static StreamsSettings streams(Path stateDir) {
        return new StreamsSettings(stateDir, 1, true, StreamsSettings.DEFAULT_COMMIT_INTERVAL, 0, "bench");
    }

    private static BenchReport report(int requests, double[] passThrough, double[] scoring) {
        double base = median(passThrough);
        double scored = median(scoring);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("pass-through", passThrough, base, 1));
        rows.add(row("scoring", scoring, scored, scored / base));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("requests", requests);
        values.put("trees", TREES);
        values.put("pass_through_per_second", base);
        values.put("scoring_per_second", scored);
        values.put("scoring_to_pass_through", scored / base);
        values.put("pass_through_rounds_per_second", passThrough);
        values.put("scoring_rounds_per_second", scoring);
        return new BenchReport(
                "scoring",
                List.of("", "requests/s, median", "slowest round", "fastest round", "ratio"),
                rows,
                values,
                List.of(requests + " requests of 9 features, " + TREES
                        + " trees, one stream thread, broker on the same machine, exactly-once, commits every 100 ms;"
                        + " from the first to the last committed answer, " + ROUNDS + " rounds in turn."));
    }

    private static List<String> row(String name, double[] rounds, double median, double ratio) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,.0f", median),
                String.format(Locale.ROOT, "%,.0f", Arrays.stream(rounds).min().orElse(0)),
                String.format(Locale.ROOT, "%,.0f", Arrays.stream(rounds).max().orElse(0)),
                String.format(Locale.ROOT, "%.2f", ratio));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
