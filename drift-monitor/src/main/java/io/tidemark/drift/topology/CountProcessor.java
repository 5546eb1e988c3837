package io.tidemark.drift.topology;

import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.RowCounter;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.DriftPane;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.UnknownSchemaException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Counts the predictions and labels of one partition per pane, and requests that became dead letters per model, and
/// delivers the counts on each tick.
///
/// What was counted and not delivered is in a state store, in the same transaction as the offsets that it comes from: a
/// restart neither loses a row nor counts one twice.
final class CountProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    private static final double MICROS_PER_MILLI = 1000;

    private final DriftTopology topology;
    private final Door<Prediction> predictions;
    private final Door<Outcome> outcomes;
    private final Topic<DeadLetter> letters;
    private final String outcomesTopic;
    private final String requestsTopic;

    private ProcessorContext<Object, SpecificRecord> context;
    private UndeliveredCounts undelivered;
    private byte @Nullable [] sourceKey;

    /// Checked once, met again and again.
    private @Nullable VersionKey lastVersion;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    CountProcessor(DriftTopology topology) {
        this.topology = topology;
        predictions = new Door<>(topology, Topics.PREDICTIONS, this::reject);
        outcomes = new Door<>(topology, Topics.OUTCOMES, this::reject);
        letters = topology.topics().of(Topics.DEAD_LETTERS);
        outcomesTopic = topology.topics().settings().name(Topics.OUTCOMES);
        requestsTopic = topology.topics().settings().name(Topics.REQUESTS);
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
        undelivered = new UndeliveredCounts(
                processorContext.getStateStore(DriftNames.UNDELIVERED), topology.references(), topology.meters());
        processorContext.schedule(topology.config().tick(), PunctuationType.WALL_CLOCK_TIME, this::deliver);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        sourceKey = source.key();
        if (source.topic().equals(outcomesTopic)) {
            countLabel(source);
        } else if (source.topic().equals(letters.name())) {
            countLetter(record.value());
        } else {
            countRow(source);
        }
        if (undelivered.isFull()) {
            deliver(context.currentSystemTimeMs());
        }
    }

    private void countRow(Inbound source) {
        Prediction prediction = predictions.enter(source);
        // A correction says nothing new about the request: its row was counted with the first answer.
        if (prediction == null
                || prediction.getSupersedes() != null
                || !predictions.believes(source, prediction.getEventTime())) {
            return;
        }
        VersionKey version = version(
                source, prediction.getModel(), prediction.getVersion(), prediction.getBundleSha256(), predictions);
        if (version != null) {
            RowCounter counter = undelivered.counter(version);
            UndeliveredCounts.Pane pane = pane(version, counter, prediction.getEventTime());
            PaneCounts counts = pane.change();
            counter.count(prediction, counts);
            counts.addLatency(latencyMs(source));
        }
    }

    /// A correction replaces a label that was counted before; what expired has none.
    private void countLabel(Inbound source) {
        Outcome outcome = outcomes.enter(source);
        if (outcome == null
                || outcome.getStatus() != OutcomeStatus.MATCHED
                || !outcomes.believes(source, outcome.getEventTime())) {
            return;
        }
        VersionKey version =
                version(source, outcome.getModel(), outcome.getVersion(), outcome.getBundleSha256(), outcomes);
        if (version != null) {
            RowCounter counter = undelivered.counter(version);
            UndeliveredCounts.Pane pane = pane(version, counter, outcome.getEventTime());
            counter.count(outcome, pane.change());
        }
    }

    /// A letter that cannot be read makes no further letter: it would come here again.
    private void countLetter(byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        try {
            DeadLetter letter = letters.values().deserializer().deserialize(letters.name(), value);
            String model = letter.getModel();
            if (model != null
                    && letter.getStatus() == DeadLetterStatus.OPEN
                    && letter.getTopic().equals(requestsTopic)) {
                undelivered.addLetter(model);
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            topology.meters().counter("tidemark.drift.letters.unreadable").increment();
        }
    }

    /// Time from request to answer, milliseconds; NaN where the record does not say.
    private static double latencyMs(Inbound source) {
        Header header = source.headers().lastHeader(HeaderNames.LATENCY_US);
        if (header == null || header.value() == null) {
            return Double.NaN;
        }
        try {
            return Math.max(0, Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)) / MICROS_PER_MILLI);
        } catch (NumberFormatException e) {
            // A client of its own wrote it: no measurement, the prediction counts all the same.
            return Double.NaN;
        }
    }

    /// The version, or null when it names none and the record became a dead letter.
    private @Nullable VersionKey version(Inbound source, String model, int version, String bundleSha256, Door<?> door) {
        VersionKey last = lastVersion;
        if (last != null
                && last.version() == version
                && last.model().equals(model)
                && last.bundleSha256().equals(bundleSha256)) {
            return last;
        }
        try {
            lastVersion = new VersionKey(model, version, bundleSha256);
            return lastVersion;
        } catch (IllegalArgumentException e) {
            door.reject(source, Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private UndeliveredCounts.Pane pane(VersionKey version, RowCounter counter, Instant eventTime) {
        return undelivered.pane(version, counter.paneStartMs(eventTime.toEpochMilli()), counter);
    }

    private void deliver(long nowMs) {
        undelivered.drainLetters((model, count) -> {
            DriftPane delta = PaneDeltas.letters(model, count, nowMs);
            context.forward(new Record<>(PaneDeltas.key(delta), delta, nowMs), DriftNames.PANES_OUT);
        });
        undelivered.drain((key, counts, subjects) -> {
            for (DriftPane delta : PaneDeltas.of(key, counts, subjects)) {
                context.forward(new Record<>(PaneDeltas.key(delta), delta, nowMs), DriftNames.PANES_OUT);
            }
        });
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(sourceKey, letter, context.currentSystemTimeMs(), new RecordHeaders()),
                DriftNames.COUNT_DEAD_LETTERS);
    }
}
