package io.tidemark.scoring.replay;

import io.tidemark.event.Prediction;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A topic that a replay writes its answers to, made like `predictions`.
///
/// Answers are written in transactions of some thousand: readers of committed records see whole transactions alone,
/// and of each partition of requests a beginning without gaps. A replay that was killed goes on behind it; one that is
/// still running is shut out when another one opens the same topic.
public final class AnswerTopic implements AutoCloseable {
    private static final int PER_TRANSACTION = 5_000;
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final String name;
    private final Map<Integer, Long> written;
    private final KafkaProducer<String, byte[]> producer;
    private int open;

    private AnswerTopic(String name, Map<Integer, Long> written, KafkaProducer<String, byte[]> producer) {
        this.name = name;
        this.written = Map.copyOf(written);
        this.producer = producer;
    }

    /// Opens the topic; makes it when it does not exist.
    ///
    /// @param partitions partitions of a new topic
    /// @param resume true: go on behind what an earlier replay wrote; false: expect an empty topic
    /// @throws IllegalArgumentException when it is one of Tidemark's own topics, or holds something else
    public static AnswerTopic open(TopicBinding topics, String name, String model, int partitions, boolean resume) {
        KafkaSettings settings = topics.settings();
        refuseOwn(settings, name);
        boolean created = create(settings, name, partitions);
        KafkaProducer<String, byte[]> producer = producer(settings, name);
        try {
            // Shuts out an earlier replay first, so that nothing is added while the topic is looked at.
            producer.initTransactions();
            Map<Integer, Long> written = created ? Map.of() : written(topics, name, model);
            if (!written.isEmpty() && !resume) {
                throw new IllegalArgumentException("Found answers on the topic " + name
                        + ", expected an empty one or a new name; --resume goes on behind what a replay wrote there.");
            }
            return new AnswerTopic(name, written, producer);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /// What of a range is not there yet.
    public RequestRange rest(RequestRange range) {
        return range.behind(written);
    }

    /// Adds an answer.
    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails when a record was not taken
    public void write(Replayed.Answered answered, byte[] value) {
        if (open == 0) {
            producer.beginTransaction();
        }
        producer.send(new ProducerRecord<>(
                name, null, answered.timestampMs(), answered.prediction().getRequestId(), value));
        open++;
        if (open == PER_TRANSACTION) {
            finish();
        }
    }

    /// Makes what was added visible.
    public void finish() {
        if (open > 0) {
            producer.commitTransaction();
            open = 0;
        }
    }

    /// Closes the topic; what [#finish] did not make visible never was there.
    @Override
    public void close() {
        producer.close();
    }

    private static void refuseOwn(KafkaSettings settings, String name) {
        for (TopicSpec<?> spec : Topics.all()) {
            if (name.equals(spec.name()) || name.equals(settings.name(spec))) {
                throw new IllegalArgumentException("Found the topic " + name
                        + ", expected one of your own: services read and write this one, and would take a replay for"
                        + " what happens now.");
            }
        }
    }

    /// Makes the topic.
    ///
    /// @return false when it was there already
    private static boolean create(KafkaSettings settings, String name, int partitions) {
        NewTopic topic =
                new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(Topics.PREDICTIONS.config());
        try (Admin admin = Admin.create(settings.common())) {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("The topic " + name + " could not be made.", e.getCause());
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the topic " + name + " was made.", e);
        }
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings settings, String name) {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-replay-" + name);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// First offset by partition of requests that is not answered on the topic.
    private static Map<Integer, Long> written(TopicBinding topics, String name, String model) {
        Map<Integer, Long> written = new HashMap<>();
        Topic<Prediction> predictions = topics.of(Topics.PREDICTIONS);
        new TopicReader(topics.settings()).read(name, message -> {
            Prediction answer = predictions.values().deserializer().deserialize(name, message.value());
            if (answer == null || !answer.getModel().equals(model)) {
                throw new IllegalArgumentException("Found " + (answer == null ? "nothing" : answer.getModel()) + " at "
                        + message.partition() + "@" + message.offset() + " of " + name + ", expected answers of "
                        + model + " alone: name another topic.");
            }
            written.merge(answer.getSource().getPartition(), answer.getSource().getOffset() + 1, Math::max);
        });
        return written;
    }
}
