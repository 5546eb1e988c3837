package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.ExitCode;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Registered;
import io.tidemark.event.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@WithStack
class BackfillCommandTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String MANIFEST = """
            name: toy
            task: regression
            data: {source: "synthetic:rows=300,seed=1"}
            target: {name: y, range: [0, 1000]}
            features:
              a: {type: number, range: [-100, 100], typical: [0, 10], required: true}
              b: {type: number, range: [-100, 100], typical: [1, 5]}
            selection: {folds: 3, algorithms: {ridge: {}}}
            gates: {latency_us: 1000000}
            retrain: {min_replay_rows: 50}
            """;

    private final TestStack stack;
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    BackfillCommandTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void writeManifest() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("models")).resolve("toy.yaml"), MANIFEST);
        stack.createTopics(1);
    }

    @Test
    void historyTrainsAVersionAloneAndBesideOtherData() {
        write(240);

        assertThat(run("toy", "--base", "none", "--to", START.plusSeconds(200).toString()))
                .as(said.toString())
                .isEqualTo(ExitCode.OK);
        BundleDescriptor.Training alone = training(1);
        assertThat(alone.data()).isEqualTo("topic:outcomes,to=" + START.plusSeconds(200));
        assertThat(alone.replay().orElseThrow().rows()).isEqualTo(200);
        assertThat(alone.rows()).isLessThan(200);

        assertThat(run("toy", "--from-offsets", "0:140", "--json", "--no-activate"))
                .as(said.toString())
                .isEqualTo(ExitCode.OK);
        BundleDescriptor.Training both = training(2);
        assertThat(both.data()).startsWith("synthetic:");
        assertThat(both.replay().orElseThrow().rows()).isEqualTo(100);
        assertThat(both.replay().orElseThrow().topic()).endsWith("outcomes,from-offsets=0:140");

        assertThat(registry().aliases("toy")).containsEntry(ModelRegistry.CHAMPION, 1);
        assertThat(stack.readAll(Topics.TIMELINE).stream()
                        .map(message -> message.value().getFact())
                        .filter(Registered.class::isInstance))
                .hasSize(2);
        assertThat(run("toy", "--base", "none", "--set", "gates.limits={r2: 0.999999}"))
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsTrained() {
        assertThat(run("toy", "--from", "2026-02-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z"))
                .isNotZero();
        assertThat(said.toString()).contains("expected the first to be earlier");
        assertThat(run("toy", "--from-offsets", "0:many")).isNotZero();
        assertThat(said.toString()).contains("'0:many', expected PARTITION:OFFSET");
        assertThat(run("toy", "--base", "none", "--from", "2027-01-01T00:00:00Z"))
                .isNotZero();
        assertThat(said.toString()).contains("no labelled outcome of toy");
        assertThat(registry().versions("toy")).isEmpty();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home", folder.toString(),
                "--models", folder.resolve("models").toString(),
                "--bootstrap-servers", stack.bootstrapServers(),
                "--schema-registry", stack.registryUrl(),
                "--topic-prefix", stack.prefix()));
        return new CommandLine(new BackfillCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(said))
                .execute(all.toArray(String[]::new));
    }

    private ModelRegistry registry() {
        return new LocalDirectoryRegistry(folder.resolve("registry"));
    }

    private BundleDescriptor.Training training(int number) {
        ModelVersion version = registry().version("toy", number).orElseThrow();
        return BundleCodec.read(registry().fetch("toy", version.bundleSha256()), version.bundleSha256())
                .descriptor()
                .training();
    }

    private void write(int count) {
        List<Future<RecordMetadata>> pending = new ArrayList<>();
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < count; i++) {
                pending.add(producer.send(new ProducerRecord<>(
                        stack.name(Topics.OUTCOMES),
                        "r" + i,
                        Outcome.newBuilder()
                                .setRequestId("r" + i)
                                .setModel("toy")
                                .setVersion(1)
                                .setBundleSha256("0".repeat(64))
                                .setVariant("champion")
                                .setTask(Task.REGRESSION)
                                .setStatus(OutcomeStatus.MATCHED)
                                .setEventTime(START.plusSeconds(i))
                                .setPredicted(1)
                                .setLabel(100.0 + i % 13 + 2 * (i % 7))
                                .setFeatures(Map.of("a", (double) (i % 13), "b", (double) (i % 7)))
                                .build())));
            }
        }
        assertThat(pending)
                .allSatisfy(sent -> assertThat(sent.resultNow().hasOffset()).isTrue());
    }
}
