package io.tidemark.scoring.replay;

import io.tidemark.event.Noted;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.Superseded;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.answer.Reply;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Lets a good version answer again what a bad one has answered, and writes the answers to `predictions` as
/// corrections: each names the answer that it takes the place of.
///
/// The rows are those of the predictions, as they were scored, so that views and the retention of requests do not
/// matter. Corrections are written in transactions by a producer that only one repair of a model can have: one that
/// begins shuts out one that still runs, what that one had not committed never was there, and what it had committed
/// stands on the log and is not written again. So each answer is corrected once, however often a repair dies.
public final class Repair implements AutoCloseable {
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;
    private static final String ACTOR = "repair";
    private static final String KIND = "repaired";
    private static final String REPAIR_ID = "repair_id";
    private static final String CORRECTIONS = "corrections";

    private final TopicReader reader;
    private final Topic<Prediction> predictions;
    private final Topic<TimelineEvent> timeline;
    private final Order order;
    private final Answerer good;
    private final Clock clock;
    private final KafkaProducer<String, byte[]> producer;
    private int open;
    private long corrected;

    /// Shuts out every other repair of the model.
    ///
    /// @param good the version that answers instead, in the role that it has
    public Repair(TopicBinding topics, Order order, Answerer good, Clock clock) {
        this.reader = new TopicReader(topics.settings());
        this.predictions = topics.of(Topics.PREDICTIONS);
        this.timeline = topics.of(Topics.TIMELINE);
        this.order = order;
        this.good = good;
        this.clock = clock;
        this.producer = producer(topics.settings(), order.model());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /// Corrects what there is to correct at this moment. A fact on the timeline says how many corrections the repair
    /// has in all, with those of runs that died, in the transaction of the last one.
    public Result run() {
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        Set<Place> wrong = wrong(begins, ends);
        long before = corrected;
        long[] refused = {0};
        if (!wrong.isEmpty()) {
            reader.readBetween(begins, ends, message -> {
                if (wrong.remove(Place.of(message)) && !correct(message)) {
                    refused[0]++;
                }
            });
        }
        finish();
        return new Result(corrected - before, refused[0]);
    }

    /// Where answers stand that have no correction. Corrections of this repair that are on the log are counted anew: an
    /// earlier run of it may have died.
    private Set<Place> wrong(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        Set<Place> wrong = new HashSet<>();
        corrected = 0;
        ends.putAll(reader.read(predictions.name(), message -> {
            TopicPartition partition = new TopicPartition(message.topic(), message.partition());
            begins.merge(partition, message.offset(), Math::min);
            decoded(message)
                    .filter(answer -> answer.getModel().equals(order.model()))
                    .ifPresent(answer -> {
                        Superseded superseded = answer.getSupersedes();
                        if (superseded != null) {
                            wrong.remove(new Place(superseded.getPartition(), superseded.getOffset()));
                            corrected += superseded.getRepairId().equals(order.id()) ? 1 : 0;
                        }
                        if (order.isWrong(answer, message.timestamp())) {
                            wrong.add(Place.of(message));
                        }
                    });
        }));
        ends.keySet().retainAll(begins.keySet());
        return wrong;
    }

    /// @return false when the good version refuses the row
    private boolean correct(ConsumerRecord<byte[], byte[]> message) {
        Prediction wrong = decoded(message).orElseThrow();
        PredictionRequest request = PredictionRequest.newBuilder()
                .setRequestId(wrong.getRequestId())
                .setModel(wrong.getModel())
                .setEntityId(wrong.getEntityId())
                .setEventTime(wrong.getEventTime())
                .setFeatures(wrong.getFeatures())
                .setExplain(wrong.getExplanation() != null)
                .build();
        return switch (good.answer(request, wrong.getSource(), ExplanationBudget.UNLIMITED)) {
            case Reply.Answered answered -> {
                write(message, wrong, answered.prediction());
                yield true;
            }
            case Reply.Refused ignored -> false;
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails when a record was not taken
    private void write(ConsumerRecord<byte[], byte[]> message, Prediction wrong, Prediction answer) {
        Prediction correction = Prediction.newBuilder(answer)
                .setSupersedes(Superseded.newBuilder()
                        .setVersion(wrong.getVersion())
                        .setBundleSha256(wrong.getBundleSha256())
                        .setPartition(message.partition())
                        .setOffset(message.offset())
                        .setValue(wrong.getValue())
                        .setRepairId(order.id())
                        .build())
                .build();
        begin();
        producer.send(new ProducerRecord<>(
                predictions.name(),
                message.partition(),
                message.timestamp(),
                wrong.getRequestId(),
                predictions.values().serializer().serialize(predictions.name(), correction)));
        corrected++;
        open++;
        if (open >= order.perTransaction()) {
            commit();
        }
    }

    private void begin() {
        if (open == 0) {
            producer.beginTransaction();
        }
    }

    private void commit() {
        producer.commitTransaction();
        open = 0;
    }

    /// Corrections of this repair that the timeline speaks of.
    private long noted() {
        long[] most = {0};
        reader.read(timeline.name(), message -> {
            TimelineEvent event = decoded(timeline, message).orElse(null);
            if (event != null
                    && event.getFact() instanceof Noted noted
                    && noted.getKind().equals(KIND)
                    && order.id().equals(noted.getAttributes().get(REPAIR_ID))) {
                most[0] = Math.max(most[0], Long.parseLong(noted.getAttributes().getOrDefault(CORRECTIONS, "0")));
            }
        });
        return most[0];
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails when the record was not taken
    private void finish() {
        if (corrected <= noted()) {
            return;
        }
        begin();
        TimelineEvent fact = TimelineEvent.newBuilder()
                .setEventId(order.id() + "/" + clock.millis())
                .setModel(order.model())
                .setTime(clock.instant())
                .setActor(ACTOR)
                .setReason("What version " + order.badVersion() + " answered was answered again.")
                .setFact(Noted.newBuilder()
                        .setKind(KIND)
                        .setAttributes(Map.of(
                                REPAIR_ID,
                                order.id(),
                                "bad_version",
                                Integer.toString(order.badVersion()),
                                "good_version",
                                Integer.toString(good.model().version()),
                                CORRECTIONS,
                                Long.toString(corrected)))
                        .build())
                .build();
        producer.send(new ProducerRecord<>(
                timeline.name(), order.model(), timeline.values().serializer().serialize(timeline.name(), fact)));
        commit();
    }

    private Optional<Prediction> decoded(ConsumerRecord<byte[], byte[]> message) {
        return decoded(predictions, message);
    }

    private static <V extends SpecificRecord> Optional<V> decoded(
            Topic<V> topic, ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.ofNullable(topic.values().deserializer().deserialize(message.topic(), message.value()));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings settings, String model) {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-repair-" + model);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// What was not committed never was there.
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    /// What is to be repaired.
    ///
    /// @param id the repair; the same when it goes on after an interruption
    /// @param badVersion version whose answers are wrong
    /// @param badSha256 SHA-256 of its bundle
    /// @param fromMs first record, by its timestamp, inclusive, milliseconds since 1970-01-01 UTC
    /// @param toMs end, exclusive
    /// @param perTransaction corrections that become visible together, 1 or more
    public record Order(
            String id, String model, int badVersion, String badSha256, long fromMs, long toMs, int perTransaction) {
        /// Corrections that become visible together, unless somebody says otherwise.
        public static final int PER_TRANSACTION = 5_000;

        boolean isWrong(Prediction answer, long timestampMs) {
            return answer.getVersion() == badVersion
                    && answer.getBundleSha256().equals(badSha256)
                    && timestampMs >= fromMs
                    && timestampMs < toMs;
        }
    }

    /// What a repair came to.
    ///
    /// @param corrected answers that have a correction now and had none before
    /// @param refused answers whose row the good version refuses; they stay as they are
    public record Result(long corrected, long refused) {}

    private record Place(int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> message) {
            return new Place(message.partition(), message.offset());
        }
    }
}
