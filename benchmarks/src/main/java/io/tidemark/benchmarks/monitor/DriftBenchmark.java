package io.tidemark.benchmarks.monitor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.topology.DriftTopology;
import io.tidemark.event.Prediction;
import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackSettings;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.Topology;

/// Throughput of the drift monitor: counting alone, then through Kafka on the embedded broker under exactly-once,
/// beside the design that makes a record of each feature. Twenty features of twenty bins.
public final class DriftBenchmark implements Benchmark {
    private static final int EVENTS = 1_500_000;
    private static final int QUICK_EVENTS = 20_000;

    /// The naive design gets a part of the events: it needs so much longer.
    private static final int NAIVE_PART = 15;

    /// Broker and JVM are measured once they have run for a while, as a service does.
    private static final int WARM_UP_PART = 3;

    private static final double KERNEL_GOAL = 1_000_000;
    private static final double KAFKA_GOAL = 100_000;
    private static final int THREADS = 2;

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public String description() {
        return "Throughput of the drift monitor, alone and through Kafka, beside one record per feature.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int events = setting.quick() ? QUICK_EVENTS : EVENTS;
        DriftLoad load = new DriftLoad();
        Reference reference = load.reference();
        try (EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(setting.workDir().resolve("stack")))) {
            KafkaSettings kafka =
                    new KafkaSettings(stack.bootstrapServers(), "", Map.of(RegistrySettings.URL, stack.registryUrl()));
            TopicSetup.create(kafka, OptionalInt.empty());
            Topic<Prediction> topic = new TopicBinding(kafka).of(Topics.PREDICTIONS);
            setting.progress().accept("counting without Kafka");
            CountKernel kernel = new CountKernel(reference, setting.quick() ? 10 : 150);
            double rows = kernel.rows(load);
            double bytes = kernel.bytes(load, topic);
            double rollingKsNs = kernel.rollingKsNs(load);
            setting.progress().accept("writing " + events + " predictions");
            load.send(kafka, topic, events);
            setting.progress().accept("through Kafka: panes, warm-up");
            double unused = panes(kafka, reference, setting.workDir().resolve("warm-up"), events / WARM_UP_PART);
            setting.progress().accept("through Kafka: panes");
            double panes = panes(kafka, reference, setting.workDir(), events);
            setting.progress().accept("through Kafka: one record per feature");
            double naive = naive(kafka, reference, setting.workDir(), events / NAIVE_PART);
            return report(events, rows, bytes, rollingKsNs, panes, naive);
        }
    }

    private static double panes(KafkaSettings kafka, Reference reference, Path workDir, int events)
            throws InterruptedException {
        Topology topology = new DriftTopology(
                        new TopicBinding(kafka),
                        DriftConfig.DEFAULT,
                        version -> new ReferenceLookup.Known(reference),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .build();
        try (CountedRows counted = new CountedRows(kafka)) {
            return run(kafka, workDir, "bench-panes-of-" + events, topology, counted, events);
        }
    }

    private static double naive(KafkaSettings kafka, Reference reference, Path workDir, int events)
            throws InterruptedException {
        OneRecordPerFeature.createTopic(kafka.common());
        AtomicLong counted = new AtomicLong();
        TopicBinding topics = new TopicBinding(kafka);
        Topology topology = OneRecordPerFeature.topology(
                kafka.name(Topics.PREDICTIONS),
                () -> topics.of(Topics.PREDICTIONS).values().deserializer(),
                reference.profiles().getFirst().bins(),
                counted);
        return run(
                kafka,
                workDir,
                "bench-one-record-per-feature",
                topology,
                () -> counted.get() / DriftLoad.FEATURES,
                events);
    }

    /// Events a second, the first tenth apart.
    private static double run(
            KafkaSettings kafka, Path workDir, String name, Topology topology, LongSupplier counted, int events)
            throws InterruptedException {
        StreamsSettings settings = new StreamsSettings(
                        workDir.resolve(name), THREADS, true, StreamsSettings.DEFAULT_COMMIT_INTERVAL, 0, "bench")
                .with(DriftTopology.INPUT_ORDER);
        try (StreamsRuntime runtime = new StreamsRuntime(
                name, topology, settings, new TopicBinding(kafka), new SimpleMeterRegistry(), Clock.systemUTC())) {
            runtime.start();
            return CountedRows.perSecond(counted, events);
        }
    }

    private BenchReport report(int events, double rows, double bytes, double rollingKsNs, double panes, double naive) {
        List<List<String>> table = new ArrayList<>();
        table.add(row("counting rows, one thread", rows, KERNEL_GOAL));
        table.add(row("decoding and counting, one thread", bytes, 0));
        table.add(row("through Kafka, panes", panes, KAFKA_GOAL));
        table.add(row("through Kafka, one record per feature", naive, 0));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("features", DriftLoad.FEATURES);
        values.put("bins", DriftLoad.BINS);
        values.put("events", events);
        values.put("stream_threads", THREADS);
        values.put("counting_per_second", rows);
        values.put("decoding_and_counting_per_second", bytes);
        values.put("rolling_ks_nanoseconds", rollingKsNs);
        values.put("panes_per_second", panes);
        values.put("one_record_per_feature_per_second", naive);
        values.put("panes_by_one_record_per_feature", panes / naive);
        return new BenchReport(
                name(),
                List.of("", "events/s", "goal", ""),
                table,
                values,
                List.of(
                        String.format(
                                Locale.ROOT,
                                "Exact rolling Kolmogorov-Smirnov, one row out of 1,000 and one in: %.0f ns.",
                                rollingKsNs),
                        String.format(
                                Locale.ROOT,
                                "%,d events of %d features and %d bins, %d stream threads, exactly-once, broker on the same machine,"
                                        + " after a run that does not count; panes are %.0f times as quick as one record per feature.",
                                events,
                                DriftLoad.FEATURES,
                                DriftLoad.BINS,
                                THREADS,
                                panes / naive)));
    }

    private static List<String> row(String name, double perSecond, double goal) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,.0f", perSecond),
                goal == 0 ? "" : String.format(Locale.ROOT, "%,.0f", goal),
                goal == 0 ? "" : perSecond >= goal ? "reached" : "missed");
    }
}
