package io.tidemark.scoring.serving;

import io.tidemark.event.Prediction;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.wire.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of the predictions topic: after a restart it is all that is known of a model's traffic.
///
/// Read once, when it is asked for first, and no longer than a bounded time: a start must not hang on it.
public final class PredictionsTail implements PastTraffic {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PER_PARTITION = 512;
    private static final int PER_MODEL = 1024;

    /// Most bytes of records that are kept of one model: large requests must not fill the memory.
    private static final long BYTES_PER_MODEL = 16L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(PredictionsTail.class);

    private final KafkaSettings settings;
    private final Topic<Prediction> topic;
    private final Duration longest;
    private @Nullable Map<String, Collected> byModel;

    /// @param longest how long the first question may take
    public PredictionsTail(KafkaSettings settings, Topic<Prediction> topic, Duration longest) {
        this.settings = settings;
        this.topic = topic;
        this.longest = longest;
    }

    @Override
    public synchronized Answers of(String model) {
        if (byModel == null) {
            byModel = read();
        }
        Collected found = byModel.get(model);
        return found == null ? Answers.NONE : new Answers(found.requests, found.bundles);
    }

    private Map<String, Collected> read() {
        Map<String, Collected> found = new HashMap<>();
        Map<String, Object> config = settings.consumer();
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(longest.toMillis()));
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(longest.toMillis()));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, found);
        } catch (KafkaException e) {
            LOG.warn("The end of {} cannot be read: new versions are tried on less.", topic.name(), e);
        }
        return found;
    }

    private void read(KafkaConsumer<String, byte[]> consumer, Map<String, Collected> found) {
        long endNs = System.nanoTime() + longest.toNanos();
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.beginningOffsets(partitions)
                .forEach((partition, first) ->
                        consumer.seek(partition, Math.max(first, ends.getOrDefault(partition, 0L) - PER_PARTITION)));
        while (System.nanoTime() < endNs
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> collect(record, found));
        }
    }

    private void collect(ConsumerRecord<String, byte[]> record, Map<String, Collected> found) {
        try {
            Prediction prediction = topic.values().deserializer().deserialize(topic.name(), record.value());
            if (prediction != null) {
                found.computeIfAbsent(prediction.getModel(), model -> new Collected())
                        .add(prediction, record.serializedValueSize());
            }
        } catch (MalformedRecordException e) {
            LOG.debug("The record at {} of {} is no prediction.", record.offset(), topic.name(), e);
        }
    }

    private static final class Collected {
        private final List<Map<String, @Nullable Object>> requests = new ArrayList<>();
        private final Set<String> bundles = new HashSet<>();
        private long bytes;

        void add(Prediction prediction, int size) {
            bundles.add(prediction.getBundleSha256());
            if (requests.size() < PER_MODEL && bytes + size <= BYTES_PER_MODEL) {
                bytes += size;
                requests.add(prediction.getFeatures());
            }
        }
    }
}
