package io.tidemark.scoring.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Noted;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.serving.Routing;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@WithStack
class RepairTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final ToyModel GOOD = ToyModel.version(1);
    private static final ToyModel BAD = ToyModel.version(2);
    private static final int ANSWERS = 35;

    private final TestStack stack;
    private final TopicBinding topics;

    RepairTest(TestStack stack) {
        this.stack = stack;
        this.topics = new TopicBinding(new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl())));
    }

    /// The first repair dies with a transaction open: nothing of it was aborted, committed or closed, as after kill -9.
    @Test
    void eachWrongAnswerIsCorrectedOnceThoughTheFirstRepairDies() throws Exception {
        stack.createTopics(2);
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < ANSWERS; i++) {
                send(producer, BAD, i, START);
            }
            send(producer, GOOD, 100, START);
            send(producer, BAD, 101, START.minusSeconds(60));
            send(producer, BAD, 102, START.plusSeconds(60));
        }
        Repair dead = repair("first", START, new DyingClock());
        assertThatThrownBy(dead::run).hasMessage("The process dies.");
        Set<Object> before = corrected();

        Repair.Result result;
        Repair.Result again;
        try (Repair repair = repair("first", START, Clock.fixed(START, ZoneOffset.UTC))) {
            result = repair.run();
            again = repair.run();
        }

        assertThat(before).hasSize(30);
        assertThat(result).isEqualTo(new Repair.Result(5, 0));
        assertThat(again).isEqualTo(new Repair.Result(0, 0));
        assertThat(corrected()).hasSize(ANSWERS);
        for (ConsumerRecord<String, Prediction> record : corrections()) {
            Prediction correction = record.value();
            assertThat(correction.getVersion()).isEqualTo(1);
            assertThat(correction.getValue())
                    .isEqualTo(correction.getSupersedes().getValue() / 2);
            assertThat(correction.getSupersedes().getPartition()).isEqualTo(record.partition());
            assertThat(record.key()).isEqualTo(correction.getRequestId());
        }
        assertThat(facts("first"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getAttributes()).containsEntry("corrections", "35"));
        dead.close();
    }

    /// All corrections are committed, and the process dies before the fact is.
    @Test
    void theFactCountsWhatARunThatDiedHasCorrected() throws Exception {
        stack.createTopics(2);
        Instant later = START.plus(Duration.ofDays(1));
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < 30; i++) {
                send(producer, BAD, 200 + i, later);
            }
        }
        Repair dead = repair("later", later, new DyingClock());
        assertThatThrownBy(dead::run).hasMessage("The process dies.");

        try (Repair repair = repair("later", later, Clock.fixed(later, ZoneOffset.UTC))) {
            assertThat(repair.run()).isEqualTo(new Repair.Result(0, 0));
            assertThat(repair.run()).isEqualTo(new Repair.Result(0, 0));
        }

        assertThat(facts("later"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getAttributes()).containsEntry("corrections", "30"));
        dead.close();
    }

    private List<Noted> facts(String repairId) {
        return stack.readAll(Topics.TIMELINE).stream()
                .map(record -> (Noted) record.value().getFact())
                .filter(fact -> repairId.equals(fact.getAttributes().get("repair_id")))
                .toList();
    }

    private Repair repair(String id, Instant from, Clock clock) {
        return new Repair(
                topics,
                new Repair.Order(
                        id,
                        ToyModel.NAME,
                        2,
                        BAD.sha256(),
                        from.toEpochMilli(),
                        from.plusSeconds(1).toEpochMilli(),
                        10),
                new Answerer(GOOD.serving(), Routing.CHAMPION, "rollback"),
                clock);
    }

    private List<ConsumerRecord<String, Prediction>> corrections() {
        return stack.readAll(Topics.PREDICTIONS).stream()
                .filter(record -> record.value().getSupersedes() != null)
                .filter(record -> record.value().getSupersedes().getRepairId().equals("first"))
                .toList();
    }

    /// What was corrected; each answer once.
    private Set<Object> corrected() {
        Set<Object> places = new HashSet<>();
        for (ConsumerRecord<String, Prediction> record : corrections()) {
            var superseded = record.value().getSupersedes();
            assertThat(places.add(List.of(superseded.getPartition(), superseded.getOffset())))
                    .as("corrected once")
                    .isTrue();
        }
        return places;
    }

    private void send(KafkaProducer<String, SpecificRecord> producer, ToyModel by, int number, Instant at)
            throws Exception {
        String id = "request-" + number;
        Prediction prediction = Prediction.newBuilder()
                .setRequestId(id)
                .setModel(ToyModel.NAME)
                .setVersion(by.version())
                .setBundleSha256(by.sha256())
                .setVariant("champion")
                .setActivationId("bad")
                .setTask(Task.REGRESSION)
                .setEventTime(at)
                .setValue(by.version() * (110.0 + number))
                .setFeatures(new HashMap<>(Map.of("rooms", 1L, "region", "inland", "income", (double) number)))
                .setSource(new RequestCoordinates("prediction-requests", 0, (long) number))
                .build();
        producer.send(new ProducerRecord<>(stack.name(Topics.PREDICTIONS), null, at.toEpochMilli(), id, prediction))
                .get();
    }

    /// Time is asked for first when all is written and the last transaction is still open.
    private static final class DyingClock extends Clock {
        @Override
        public Instant instant() {
            throw new IllegalStateException("The process dies.");
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
