package io.tidemark.benchmarks;

import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Sends requests at a fixed rate, whatever becomes of them, and takes the time until each one's answer is read as
/// committed.
///
/// Times count from when a request was to be sent by its schedule, not from when it was sent: a stall counts for all
/// requests that it held up (coordinated omission).
final class OpenLoop {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final long HEAD_START_NS = 200_000_000L;
    private static final int WARM_UP_PART = 5;
    private static final int PROBES = 64;

    private final KafkaSettings kafka;
    private final String name;
    private final String to;
    private final List<PredictionRequest> requests;

    /// @param name name of the run, which no other has
    /// @param to topic whose records bear the id of the request that they answer as their key
    /// @param requests requests, sent in turn, each under an id of its own
    OpenLoop(KafkaSettings kafka, String name, String to, List<PredictionRequest> requests) {
        this.kafka = kafka;
        this.name = name;
        this.to = to;
        this.requests = requests;
    }

    /// Times to an answer, microseconds.
    ///
    /// @param count answers that were timed
    record Times(int count, double p50, double p99, double p999, double largest) {}

    /// Sends `count` requests, `perSecond` of them a second; the first fifth is warm-up. Begins once probes were
    /// answered: whatever stood on the log before is done then.
    Times run(int count, double perSecond) throws InterruptedException {
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(to).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            sent(consumer, name + "-probe-", PROBES, Double.POSITIVE_INFINITY);
            long[] tookNs = sent(consumer, name + "-", count, perSecond);
            long[] timed = Arrays.copyOfRange(tookNs, tookNs.length / WARM_UP_PART, tookNs.length);
            Arrays.sort(timed);
            return new Times(
                    timed.length,
                    quantileUs(timed, 0.5),
                    quantileUs(timed, 0.99),
                    quantileUs(timed, 0.999),
                    timed[timed.length - 1] / 1e3);
        }
    }

    /// Times until each answer was read, nanoseconds, in the order of the requests.
    private long[] sent(KafkaConsumer<byte[], byte[]> consumer, String prefix, int count, double perSecond)
            throws InterruptedException {
        List<byte[]> values = values(prefix, count);
        long[] scheduledNs = new long[count];
        long start = System.nanoTime() + HEAD_START_NS;
        for (int i = 0; i < count; i++) {
            scheduledNs[i] = start + (long) (i * 1e9 / perSecond);
        }
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        Thread sender = Thread.ofPlatform().name("open-loop").start(() -> send(prefix, values, scheduledNs, fault));
        try {
            return times(consumer, prefix, scheduledNs, fault);
        } finally {
            sender.interrupt();
            sender.join();
        }
    }

    private List<byte[]> values(String prefix, int count) {
        Topic<PredictionRequest> topic = new TopicBinding(kafka).of(Topics.REQUESTS);
        List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PredictionRequest request = PredictionRequest.newBuilder(requests.get(i % requests.size()))
                    .setRequestId(prefix + i)
                    .build();
            values.add(topic.values().serializer().serialize(topic.name(), request));
        }
        return values;
    }

    private void send(String prefix, List<byte[]> values, long[] scheduledNs, AtomicReference<RuntimeException> fault) {
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < scheduledNs.length && awaited(scheduledNs[i]); i++) {
                byte[] key = (prefix + i).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(
                        new ProducerRecord<>(kafka.name(Topics.REQUESTS), key, values.get(i)), (metadata, failed) -> {
                            if (failed != null) {
                                fault.compareAndSet(
                                        null, new IllegalStateException("A request was not taken.", failed));
                            }
                        });
                assert unused != null;
            }
        } catch (RuntimeException e) {
            fault.compareAndSet(null, e);
        }
    }

    /// Waits for a moment; false when interrupted.
    private static boolean awaited(long momentNs) {
        for (long wait = momentNs - System.nanoTime(); wait > 0; wait = momentNs - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }

    private long[] times(
            KafkaConsumer<byte[], byte[]> consumer,
            String prefix,
            long[] scheduledNs,
            AtomicReference<RuntimeException> fault) {
        long[] tookNs = new long[scheduledNs.length];
        int seen = 0;
        long lastNs = System.nanoTime();
        while (seen < scheduledNs.length) {
            for (ConsumerRecord<byte[], byte[]> answer : consumer.poll(POLL)) {
                long now = System.nanoTime();
                int request = number(prefix, answer.key());
                if (request >= 0 && tookNs[request] == 0) {
                    tookNs[request] = Math.max(1, now - scheduledNs[request]);
                    seen++;
                }
                lastNs = now;
            }
            RuntimeException failed = fault.get();
            if (failed != null) {
                throw failed;
            }
            if (System.nanoTime() - lastNs > PATIENCE_NS) {
                throw new IllegalStateException("Found " + seen + " of " + scheduledNs.length + " answers on " + to
                        + ", and none for " + PATIENCE_NS / 1_000_000_000L + " s.");
            }
        }
        return tookNs;
    }

    /// Number of the request that a record answers; -1 when it is of another run.
    private static int number(String prefix, byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        String rest = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return !rest.isEmpty() && rest.chars().allMatch(Character::isDigit) ? Integer.parseInt(rest) : -1;
    }

    private static double quantileUs(long[] sortedNs, double share) {
        return sortedNs[Math.max(0, (int) Math.ceil(share * sortedNs.length) - 1)] / 1e3;
    }
}
