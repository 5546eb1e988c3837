package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.ExitCode;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.app.ScoringService;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Requests that came before their model did: nothing is lost, and one command answers them.
@WithStack
class RedriveCommandTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int REQUESTS = 7;
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
            """;

    private final TestStack stack;
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    RedriveCommandTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void requestsOfAModelThatWasNotThereAreAnsweredOnceItIs() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("models")).resolve("toy.yaml"), MANIFEST);
        stack.createTopics(2);
        try (ScoringService scorer = scorer()) {
            scorer.start();
            sendRequests();
            await(Topics.DEAD_LETTERS, REQUESTS);
            assertThat(values(Topics.DEAD_LETTERS))
                    .extracting(DeadLetter::getReason)
                    .containsOnly("UNKNOWN_MODEL");

            assertThat(run(new TrainCommand(), "toy", "--models", models()))
                    .as(said.toString())
                    .isEqualTo(ExitCode.OK);
            // What was just trained may still be on its way to the scorer: each try is at most one answer.
            Await.until("an answer to each", DEADLINE, this::redriven, answers -> answers == REQUESTS);
            assertThat(run(new RedriveCommand())).isEqualTo(ExitCode.OK);
        }

        assertThat(values(Topics.PREDICTIONS))
                .extracting(Prediction::getRequestId)
                .containsExactlyInAnyOrderElementsOf(ids());
        List<DeadLetter> letters = values(Topics.DEAD_LETTERS);
        assertThat(letters.stream().filter(letter -> letter.getStatus() == DeadLetterStatus.OPEN))
                .hasSameSizeAs(letters.stream()
                        .filter(letter -> letter.getStatus() == DeadLetterStatus.REDRIVEN)
                        .toList());
    }

    private int redriven() {
        assertThat(run(new RedriveCommand(), "--reason", "UNKNOWN_MODEL"))
                .as(said.toString())
                .isEqualTo(ExitCode.OK);
        return values(Topics.PREDICTIONS).size();
    }

    private ScoringService scorer() {
        KafkaSettings settings = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
        return new ScoringService(
                "scoring-stream",
                new TopicBinding(settings),
                new LocalDirectoryRegistry(folder.resolve("registry")),
                ScoringConfig.defaults(folder.resolve("cache")),
                new StreamsSettings(folder.resolve("state"), 1, true, Duration.ofMillis(50), 0, "instance-1"),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private int run(Callable<Integer> command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home", folder.toString(),
                "--bootstrap-servers", stack.bootstrapServers(),
                "--schema-registry", stack.registryUrl(),
                "--topic-prefix", stack.prefix()));
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(said))
                .execute(all.toArray(String[]::new));
    }

    private String models() throws IOException {
        return folder.resolve("models").toRealPath().toString();
    }

    private static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            ids.add("request-" + i);
        }
        return ids;
    }

    private void sendRequests() throws Exception {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (String id : ids()) {
                PredictionRequest request = PredictionRequest.newBuilder()
                        .setRequestId(id)
                        .setModel("toy")
                        .setEventTime(Instant.now())
                        .setFeatures(Map.of("a", 3.0, "b", 2.0))
                        .build();
                producer.send(new ProducerRecord<>(stack.name(Topics.REQUESTS), id, request))
                        .get();
            }
        }
    }

    private void await(TopicSpec<? extends SpecificRecord> topic, int count) {
        Await.until(
                count + " records on " + topic.name(),
                DEADLINE,
                () -> stack.readAll(topic),
                found -> found.size() >= count);
    }

    private <V extends SpecificRecord> List<V> values(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value).toList();
    }
}
