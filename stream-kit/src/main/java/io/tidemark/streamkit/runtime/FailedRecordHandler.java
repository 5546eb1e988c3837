package io.tidemark.streamkit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.topic.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when our code throws on a record: the record becomes a dead letter in the same transaction, and the
/// stream goes on. Faults of Kafka or of the schema registry say nothing about the record and stop the thread instead.
public final class FailedRecordHandler implements ProcessingExceptionHandler {
    /// Property under which [StreamsRuntime] hands over the [Letters].
    static final String LETTERS = "tidemark.failed.record.letters";

    private static final Logger LOG = LoggerFactory.getLogger(FailedRecordHandler.class);

    private Letters letters = Letters.NONE;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(LETTERS) instanceof Letters given) {
            letters = given;
        }
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception fault) {
        boolean aboutRecord = context.topic() != null && context.sourceRawValue() != null;
        if (!aboutRecord || fault instanceof KafkaException) {
            LOG.error(
                    "Processor {} failed; the thread starts again from its last commit.",
                    context.processorNodeId(),
                    fault);
            return Response.fail();
        }
        LOG.error(
                "Processor {} failed on {}-{}@{}; the record becomes a dead letter.",
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                fault);
        return letters.write(context, fault);
    }

    /// Writes dead letters; given by the runtime, because Kafka Streams makes the handler itself.
    interface Letters {
        Letters NONE = (context, fault) -> Response.fail();

        Response write(ErrorHandlerContext context, Exception fault);

        static Letters to(Topic<DeadLetter> topic, String service, Clock clock, MeterRegistry meters) {
            DeadLetterFactory factory = new DeadLetterFactory(service, clock, meters);
            return (context, fault) -> {
                Record<byte[], byte[]> source = new Record<>(
                        context.sourceRawKey(),
                        context.sourceRawValue(),
                        Math.max(0, context.timestamp()),
                        context.headers());
                DeadLetter letter = factory.failed(
                        Inbound.at(context.topic(), context.partition(), context.offset(), source), fault);
                byte[] value = topic.values().serializer().serialize(topic.name(), letter);
                return Response.resume(List.of(new ProducerRecord<>(
                        topic.name(),
                        null,
                        clock.millis(),
                        DeadLetterFactory.keyOf(letter),
                        value,
                        new RecordHeaders())));
            };
        }
    }
}
