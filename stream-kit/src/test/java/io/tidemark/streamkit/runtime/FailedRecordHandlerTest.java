package io.tidemark.streamkit.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Result;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedRecordHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] VALUE = "value".getBytes(UTF_8);

    private final Topic<DeadLetter> letters = new TopicBinding(
                    new KafkaSettings("unused:9092", "p.", Map.of(RegistrySettings.URL, "mock://failed-record")))
            .of(Topics.DEAD_LETTERS);

    @Test
    void aRecordOnWhichOurCodeFailsBecomesADeadLetterInTheSameTransaction() {
        Response response =
                configured().handleError(new Context(KEY, VALUE), record(), new IllegalStateException("bug"));

        assertThat(response.result()).isEqualTo(Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).hasSize(1);
        ProducerRecord<byte[], byte[]> written =
                response.deadLetterQueueRecords().getFirst();
        assertThat(written.topic()).isEqualTo("p.dead-letters");
        assertThat(written.key()).isEqualTo(KEY);
        assertThat(written.timestamp()).isEqualTo(NOW.toEpochMilli());
        DeadLetter letter = letters.values().deserializer().deserialize(letters.name(), written.value());
        assertThat(letter.getService()).isEqualTo("service");
        assertThat(letter.getReason()).isEqualTo("PROCESSING_FAILED");
        assertThat(letter.getMessage()).isEqualTo("java.lang.IllegalStateException: bug");
        assertThat(letter.getTopic()).isEqualTo("requests");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(41);
        assertThat(letter.getTimestampMs()).isEqualTo(77);
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(VALUE));
        assertThat(letter.getRedrivable()).isTrue();
    }

    @Test
    void aRecordWithoutKeyIsNoProblem() {
        Response response =
                configured().handleError(new Context(null, VALUE), record(), new IllegalStateException("bug"));

        assertThat(response.deadLetterQueueRecords().getFirst().key()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {TimeoutException.class, RegistryUnavailableException.class, InvalidStateStoreException.class})
    void aFaultOfKafkaOrTheRegistryStopsTheThread(Class<? extends Exception> type) throws ReflectiveOperationException {
        Exception fault = type.getConstructor(String.class).newInstance("no answer");

        assertThat(configured()
                        .handleError(new Context(KEY, VALUE), record(), fault)
                        .result())
                .isEqualTo(Result.FAIL);
    }

    /// A punctuator has no record: there is nothing to put aside, and going on would hide the fault.
    @Test
    void aFaultWithoutRecordStopsTheThread() {
        Response response =
                configured().handleError(new Context(null, null), record(), new IllegalStateException("bug"));

        assertThat(response.result()).isEqualTo(Result.FAIL);
    }

    @Test
    void withoutAPlaceForLettersTheThreadStops() {
        FailedRecordHandler handler = new FailedRecordHandler();
        handler.configure(Map.of());

        assertThat(handler.handleError(new Context(KEY, VALUE), record(), new IllegalStateException("bug"))
                        .result())
                .isEqualTo(Result.FAIL);
    }

    private FailedRecordHandler configured() {
        FailedRecordHandler handler = new FailedRecordHandler();
        handler.configure(Map.of(
                FailedRecordHandler.LETTERS,
                FailedRecordHandler.Letters.to(
                        letters, "service", Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry())));
        return handler;
    }

    private static Record<String, String> record() {
        return new Record<>("k", "v", 77);
    }

    /// A fault at requests-3@41.
    private static final class Context implements ErrorHandlerContext {
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;

        Context(byte @Nullable [] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public String topic() {
            return "requests";
        }

        @Override
        public int partition() {
            return 3;
        }

        @Override
        public long offset() {
            return 41;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders();
        }

        @Override
        public String processorNodeId() {
            return "score";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 3);
        }

        @Override
        public long timestamp() {
            return 77;
        }

        @Override
        public byte @Nullable [] sourceRawKey() {
            return key;
        }

        @Override
        public byte @Nullable [] sourceRawValue() {
            return value;
        }
    }
}
