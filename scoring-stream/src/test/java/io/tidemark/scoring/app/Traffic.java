package io.tidemark.scoring.app;

import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/// Sends requests, some of them bad, until it is stopped.
final class Traffic {
    private static final int ENTITIES = 500;
    private static final int PER_BURST = 20;
    private static final long BETWEEN_BURSTS_NS = 50_000_000;

    private final TestStack stack;
    private final int perBurst;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("traffic").unstarted(this::run);
    private volatile boolean stopped;

    private Traffic(TestStack stack, int perBurst) {
        this.stack = stack;
        this.perBurst = perBurst;
    }

    static Traffic start(TestStack stack) {
        return start(stack, PER_BURST);
    }

    /// @param perBurst requests each 50 ms
    static Traffic start(TestStack stack, int perBurst) {
        Traffic traffic = new Traffic(stack, perBurst);
        traffic.thread.start();
        return traffic;
    }

    /// Stops, and makes sure that all that was sent lies on the log.
    ///
    /// @return number of requests
    int stop() throws InterruptedException, ExecutionException {
        stopped = true;
        thread.join();
        for (Future<RecordMetadata> record : sent) {
            record.get();
        }
        return sent.size();
    }

    private void run() {
        Serializer<PredictionRequest> serializer =
                stack.serdes().valueSerde(PredictionRequest.class).serializer();
        String topic = stack.name(Topics.REQUESTS);
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), Map.of())) {
            for (int i = 0; !stopped; i++) {
                sent.add(producer.send(
                        new ProducerRecord<>(topic, "entity-" + i % ENTITIES, value(serializer, topic, i))));
                if (i % perBurst == perBurst - 1) {
                    LockSupport.parkNanos(BETWEEN_BURSTS_NS);
                }
            }
        }
    }

    private static byte[] value(Serializer<PredictionRequest> serializer, String topic, int i) {
        return switch (i % 100) {
            case 17 -> ("not Avro " + i).getBytes(StandardCharsets.UTF_8);
            case 83 -> serializer.serialize(topic, ToyRequest.of("request-" + i, Map.of("region", "coast")));
            default -> serializer.serialize(topic, sound(i));
        };
    }

    /// Each tenth asks for an explanation.
    private static PredictionRequest sound(int i) {
        return PredictionRequest.newBuilder(ToyRequest.number(i))
                .setExplain(i % 10 == 3)
                .build();
    }
}
