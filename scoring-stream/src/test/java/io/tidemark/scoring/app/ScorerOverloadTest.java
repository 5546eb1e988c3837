package io.tidemark.scoring.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.app.OfflineOracle.Place;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real scorer that fell behind: it stands still while requests with deadlines pile up.
@WithStack
class ScorerOverloadTest {
    private static final ToyModel TOY = ToyModel.version(1);
    private static final int BACKLOG = 2_000;
    private static final int WITHOUT_DEADLINE_EVERY = 10;
    private static final int AFTERWARDS = 300;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration MUCH_PATIENCE = Duration.ofMinutes(30);

    @TempDir
    private Path folder;

    @Test
    void theBacklogThatNobodyWaitsForIsDrainedAndTheRestIsAnswered(TestStack stack) {
        ScorerCluster cluster = new ScorerCluster(stack, folder);
        cluster.activate(TOY);
        try (ServiceProcess scorer = cluster.start("scorer")) {
            send(stack, 0, 100, MUCH_PATIENCE, 0);
            cluster.awaitNoneLeft();

            scorer.freeze();
            long lastDeadlineMs = send(stack, 100, BACKLOG, PATIENCE, WITHOUT_DEADLINE_EVERY);
            Await.until(
                    "the last deadline of the backlog to pass",
                    Duration.ofMinutes(1),
                    System::currentTimeMillis,
                    now -> now > lastDeadlineMs);
            scorer.thaw();
            send(stack, 100 + BACKLOG, AFTERWARDS, MUCH_PATIENCE, 0);
            cluster.awaitNoneLeft();
        }

        Set<Place> requests = stack.readAll(stack.name(Topics.REQUESTS), new ByteArrayDeserializer()).stream()
                .map(request -> new Place(request.partition(), request.offset()))
                .collect(Collectors.toSet());
        List<Place> answered = stack.readAll(Topics.PREDICTIONS).stream()
                .map(answer -> answer.value().getSource())
                .map(source -> new Place(source.getPartition(), source.getOffset()))
                .toList();
        List<DeadLetter> letters = stack.readAll(Topics.DEAD_LETTERS).stream()
                .map(ConsumerRecord::value)
                .toList();
        assertThat(letters)
                .hasSize(BACKLOG - BACKLOG / WITHOUT_DEADLINE_EVERY)
                .extracting(DeadLetter::getReason)
                .containsOnly("EXPIRED");
        assertThat(answered)
                .hasSize(100 + BACKLOG / WITHOUT_DEADLINE_EVERY + AFTERWARDS)
                .doesNotHaveDuplicates();
        Set<Place> ends = letters.stream()
                .map(letter -> new Place(letter.getPartition(), letter.getOffset()))
                .collect(Collectors.toSet());
        ends.addAll(answered);
        assertThat(ends).isEqualTo(requests).hasSize(letters.size() + answered.size());
    }

    /// Sends requests; returns when they lie on the log.
    ///
    /// @param noneEvery each so many go without a deadline; 0: none does
    /// @return the last deadline, milliseconds since 1970-01-01 UTC
    private static long send(TestStack stack, int first, int count, Duration patience, int noneEvery) {
        Serializer<PredictionRequest> serializer =
                stack.serdes().valueSerde(PredictionRequest.class).serializer();
        String topic = stack.name(Topics.REQUESTS);
        long deadlineMs = 0;
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), Map.of())) {
            for (int i = first; i < first + count; i++) {
                ProducerRecord<String, byte[]> request = new ProducerRecord<>(
                        topic, "entity-" + i % 50, serializer.serialize(topic, ToyRequest.number(i)));
                if (noneEvery == 0 || i % noneEvery != 0) {
                    deadlineMs = System.currentTimeMillis() + patience.toMillis();
                    request.headers()
                            .add(
                                    HeaderNames.DEADLINE_MS,
                                    Long.toString(deadlineMs).getBytes(UTF_8));
                }
                var sent = producer.send(request);
                assertThat(sent).isNotNull();
            }
            producer.flush();
        }
        return deadlineMs;
    }
}
