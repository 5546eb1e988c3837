package io.tidemark.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.benchmarks.JoinRun.JoinApplication;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.app.FeedbackService;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.topology.FeedbackTopology;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackSettings;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// The joiner's own join against the DSL's stream-stream join: the same predictions and labels on the same broker, the
/// same horizon, one stream thread, exactly-once, in one run. Each reads all predictions first, is stopped while all
/// are open, for the size of its state, and then reads all labels. After a short run of each, which does not count, the
/// DSL goes first and last, the joiner twice in between.
public final class JoinBenchmark implements Benchmark {
    private static final int PREDICTIONS = 200_000;
    private static final int QUICK_PREDICTIONS = 10_000;
    private static final int WARM_UP_PREDICTIONS = 5_000;
    private static final int SAMPLED_ROWS = 1_000;
    private static final Duration HORIZON = Duration.ofHours(1);
    private static final double GOAL = 3;
    private static final String DSL_SERVICE = "dsl-join";

    @Override
    public String name() {
        return "join";
    }

    @Override
    public String description() {
        return "Throughput and state of the joiner against the DSL's stream-stream join, on the embedded broker,"
                + " exactly-once.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        try (EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(setting.workDir().resolve("stack")))) {
            ModelManifest manifest = manifest(setting.modelsDir());
            ModelRegistry registry =
                    new LocalDirectoryRegistry(setting.workDir().resolve("registry"));
            setting.progress().accept("training a model");
            BenchModel model = BenchModel.train(manifest, registry, setting.workDir());
            Sides sides = new Sides(stack, registry, manifest, model, setting);
            sides.dsl("warm-up", WARM_UP_PREDICTIONS);
            sides.own("warm-up", WARM_UP_PREDICTIONS);
            int count = setting.quick() ? QUICK_PREDICTIONS : PREDICTIONS;
            JoinRun theirs = sides.dsl("first", count);
            JoinRun ours = sides.own("first", count).and(sides.own("second", count));
            theirs = theirs.and(sides.dsl("second", count));
            return report(count, ours, theirs);
        }
    }

    private static ModelManifest manifest(Path models) {
        return ManifestReader.read(
                models.resolve("housing.yaml"),
                List.of(
                        "data.source=\"synthetic:rows=5000,seed=1\"",
                        "data.sha256=null",
                        "data.member=null",
                        "labels.horizon=" + HORIZON.toHours() + "h",
                        "preprocessing={imputation: median}",
                        "selection.folds=2",
                        "selection.algorithms={lightgbm: {n_estimators: 20, num_leaves: 31}}",
                        "gates={}"));
    }

    private static TopicBinding topics(EmbeddedStack stack, String prefix) {
        KafkaSettings kafka =
                new KafkaSettings(stack.bootstrapServers(), prefix, Map.of(RegistrySettings.URL, stack.registryUrl()));
        TopicSetup.create(kafka, OptionalInt.empty());
        return new TopicBinding(kafka);
    }

    /// Runs one join or the other, each time on topics of its own.
    private record Sides(
            EmbeddedStack stack,
            ModelRegistry registry,
            ModelManifest manifest,
            BenchModel model,
            BenchSetting setting) {
        JoinRun dsl(String run, int count) throws InterruptedException {
            setting.progress().accept("the DSL's join, " + run);
            TopicBinding topics = topics(stack, "dsl-" + run + "-");
            Path stateDir = setting.workDir().resolve("dsl-" + run);
            return JoinRun.of(
                    topics,
                    load(topics, count),
                    stateDir,
                    StreamsRuntime.applicationId(DSL_SERVICE, topics),
                    () -> JoinApplication.of(new StreamsRuntime(
                            DSL_SERVICE,
                            DslJoin.topology(topics, HORIZON),
                            streams(stateDir),
                            topics,
                            new SimpleMeterRegistry(),
                            Clock.systemUTC())));
        }

        JoinRun own(String run, int count) throws InterruptedException {
            setting.progress().accept("the joiner, " + run);
            TopicBinding topics = topics(stack, "own-" + run + "-");
            Path stateDir = setting.workDir().resolve("own-" + run);
            RegistryTerms terms = new RegistryTerms(
                    registry,
                    new ManifestFolder(setting.modelsDir(), List.of()),
                    new SimpleMeterRegistry(),
                    Clock.systemUTC());
            return JoinRun.of(
                    topics,
                    load(topics, count),
                    stateDir,
                    StreamsRuntime.applicationId(FeedbackTopology.SERVICE, topics),
                    () -> JoinApplication.of(new FeedbackService(
                            topics,
                            terms,
                            FeedbackConfig.DEFAULT,
                            streams(stateDir),
                            new SimpleMeterRegistry(),
                            Clock.systemUTC())));
        }

        private JoinLoad load(TopicBinding topics, int count) {
            return new JoinLoad(
                    model.version(),
                    new RequestLoad(topics.settings(), manifest, model.data()).sample(SAMPLED_ROWS),
                    count);
        }
    }

    private static StreamsSettings streams(Path stateDir) {
        return new StreamsSettings(stateDir, 1, true, StreamsSettings.DEFAULT_COMMIT_INTERVAL, 0, "bench");
    }

    private static BenchReport report(int count, JoinRun ours, JoinRun theirs) {
        double ratio = ours.recordsPerSecond() / theirs.recordsPerSecond();
        double state = ours.stateBytes() / theirs.stateBytes();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("predictions", count);
        values.put("horizon_s", HORIZON.toSeconds());
        put(values, "own", count, ours);
        put(values, "dsl", count, theirs);
        values.put("throughput_ratio", ratio);
        values.put("state_ratio", state);
        values.put("goal_ratio", GOAL);
        values.put("goal_reached", ratio >= GOAL && state < 1);
        return new BenchReport(
                "join",
                List.of(
                        "",
                        "predictions/s",
                        "labels/s",
                        "records/s",
                        "ratio",
                        "state MB per 1M open",
                        "while it runs",
                        "changelog records a pair"),
                List.of(row("DSL left join", count, theirs, 1), row("joiner", count, ours, ratio)),
                values,
                List.of(
                        count + " predictions with 13 features, then their labels in another order; one stream thread,"
                                + " broker on the same machine, exactly-once, commits every 100 ms; rates but for the"
                                + " first tenth. Two runs of each, DSL, joiner, joiner, DSL, after a short one of both.",
                        "The joiner also checks records, keeps revisions and balances, and measures live quality; the"
                                + " DSL's join does none of it.",
                        String.format(
                                Locale.ROOT,
                                "The joiner reaches %.2f times the records a second (goal: %.0f) with %.2f of the state.",
                                ratio,
                                GOAL,
                                state)));
    }

    private static void put(Map<String, Object> values, String who, int count, JoinRun run) {
        values.put(who + "_predictions_per_second", run.predictionsPerSecond());
        values.put(who + "_labels_per_second", run.labelsPerSecond());
        values.put(who + "_records_per_second", run.recordsPerSecond());
        // Bytes for each are megabytes for a million.
        values.put(who + "_state_mb_per_million_open", run.stateBytes() / count);
        values.put(who + "_running_state_mb_per_million_open", run.runningBytes() / count);
        values.put(who + "_changelog_records_per_pair", run.changelogRecords());
    }

    private static List<String> row(String name, int count, JoinRun run, double ratio) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,.0f", run.predictionsPerSecond()),
                String.format(Locale.ROOT, "%,.0f", run.labelsPerSecond()),
                String.format(Locale.ROOT, "%,.0f", run.recordsPerSecond()),
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "%,.0f", run.stateBytes() / count),
                String.format(Locale.ROOT, "%,.0f", run.runningBytes() / count),
                String.format(Locale.ROOT, "%.1f", run.changelogRecords()));
    }
}
