package io.tidemark.feedback.topology;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Prediction;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.feedback.join.HeldPrediction;
import io.tidemark.feedback.join.JoinEvent;
import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.feedback.join.OpenPrediction;
import io.tidemark.feedback.join.RequestJoin;
import io.tidemark.feedback.topology.RequestStore.Entry;
import io.tidemark.feedback.topology.WaitingRecords.Waiting;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Joins the predictions and labels of one partition: [RequestJoin] says what follows, [Effects] makes changes of it.
/// What follows from a record, state, outcome, balance and the row for live quality, is one transaction with it; what
/// is due by the clock is looked at on a tick.
final class JoinProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, Object> {
    /// Requests of which the index is made again at one look: about 0.1 s.
    private static final int REINDEX_BATCH = 20_000;

    private final FeedbackTopology topology;
    private final FeedbackMeters meters;
    private final DeadLetterFactory letters;
    private final InboundDecoder<Prediction> predictions;
    private final InboundDecoder<GroundTruth> labels;
    private final Topic<GroundTruth> labelTopic;
    private final String predictionTopic;
    private final HeldLabelFormat heldLabels;
    private final RequestJoin join;

    private ProcessorContext<Object, Object> context;
    private RequestStore requests;
    private WaitingRecords waiting;
    private RowJournal rows;
    private Balances balances;
    private Effects effects;
    private PaneSender panes;
    private int partitions;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JoinProcessor(FeedbackTopology topology, FeedbackMeters meters) {
        this.topology = topology;
        this.meters = meters;
        this.letters = new DeadLetterFactory(FeedbackNames.SERVICE, topology.clock(), topology.meters());
        this.labelTopic = topology.topics().of(Topics.GROUND_TRUTH);
        this.predictionTopic = topology.topics().of(Topics.PREDICTIONS).name();
        this.predictions = new InboundDecoder<>(
                topology.topics().of(Topics.PREDICTIONS).values().deserializer(),
                letters,
                topology.config().limits(),
                topology.topics().schemaWaits());
        this.labels = new InboundDecoder<>(
                labelTopic.values().deserializer(),
                letters,
                topology.config().limits(),
                topology.topics().schemaWaits());
        this.heldLabels = new HeldLabelFormat(labelTopic);
        this.join = new RequestJoin(topology.terms());
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        requests = new RequestStore(
                context.getStateStore(FeedbackNames.REQUESTS),
                context.getStateStore(FeedbackNames.DUE),
                new RequestStateFormat(
                        topology.topics().of(Topics.OUTCOMES),
                        topology.topics().of(Topics.GROUND_TRUTH),
                        context.taskId().partition()));
        waiting = new WaitingRecords(context.getStateStore(FeedbackNames.WAITING));
        rows = new RowJournal(context.getStateStore(FeedbackNames.ROWS), topology.terms());
        balances = new Balances(context.getStateStore(FeedbackNames.BALANCES), meters);
        effects = new Effects(context, balances, rows, topology.terms(), letters, this::reject);
        panes = new PaneSender(context, topology.clock());
        partitions = topology.partitions().applyAsInt(predictionTopic);
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        try {
            take(Inbound.of(record, context.recordMetadata().orElseThrow()));
        } finally {
            balances.keep();
        }
    }

    private void take(Inbound source) {
        if (source.topic().equals(predictionTopic)) {
            switch (predictions.decode(source)) {
                case Decoded.Bad<Prediction> bad -> reject(bad.letter());
                case Decoded.Good<Prediction> good -> prediction(source, good.value());
            }
        } else {
            switch (labels.decode(source)) {
                case Decoded.Bad<GroundTruth> bad -> refuseLabel(bad.letter());
                case Decoded.Good<GroundTruth> good -> label(source, good.value());
            }
        }
    }

    private void prediction(Inbound source, Prediction prediction) {
        if (prediction.getSupersedes() != null) {
            // Of a repairing rollback: the request was counted with its first answer.
            topology.meters()
                    .counter("tidemark.joiner.repairs", "model", prediction.getModel())
                    .increment();
            return;
        }
        Optional<Fault> fault = InboundChecks.check(prediction, source, latest());
        if (fault.isPresent()) {
            reject(letters.of(source, fault.get(), prediction.getModel(), prediction.getRequestId()));
            return;
        }
        Entry entry = requests.get(prediction.getRequestId());
        long readUpToMs = topology.reading().readUpToMs();
        if (waiting.holds(entry.id()) || isPending(prediction) || isPending(entry)) {
            waiting.add(new Waiting(entry.id(), source, readUpToMs));
        } else {
            join(source, prediction, entry, readUpToMs);
        }
    }

    /// @param readUpToMs how far the log had been read when it came
    private void join(Inbound source, Prediction prediction, Entry entry, long readUpToMs) {
        long sinceMs = Math.max(prediction.getEventTime().toEpochMilli(), source.timestampMs());
        List<JoinEvent> events = new ArrayList<>(join.elapse(entry.state(), readUpToMs));
        events.addAll(join.prediction(
                entry.state(),
                OpenPrediction.of(prediction),
                sinceMs,
                topology.clock().millis()));
        events.addAll(join.elapse(entry.state(), readUpToMs));
        carryOut(entry, events, source.timestampMs());
    }

    /// All of it or nothing: what may fail is done ahead of the first change.
    private void carryOut(Entry entry, List<JoinEvent> events, long timestampMs) {
        List<Runnable> changes = effects.of(events, timestampMs);
        requests.put(entry);
        changes.forEach(Runnable::run);
    }

    private void label(Inbound source, GroundTruth label) {
        Optional<Fault> fault = InboundChecks.check(label, latest());
        if (fault.isPresent()) {
            refuseLabel(letters.of(source, fault.get(), label.getModel(), label.getRequestId()));
            return;
        }
        if (source.topic().equals(labelTopic.name()) && move(source, label)) {
            return;
        }
        Entry entry = requests.get(label.getRequestId());
        long readUpToMs = topology.reading().readUpToMs();
        if (waiting.holds(entry.id()) || isPending(entry)) {
            waiting.add(new Waiting(entry.id(), source, readUpToMs));
        } else {
            join(source, label, entry, readUpToMs);
        }
    }

    /// @param readUpToMs how far the log had been read when it came
    private void join(Inbound source, GroundTruth label, Entry entry, long readUpToMs) {
        long dueMs = source.timestampMs() + topology.config().labelWait().toMillis();
        List<JoinEvent> events = new ArrayList<>(join.elapse(entry.state(), readUpToMs));
        events.addAll(join.label(
                entry.state(),
                new HeldLabel(label, heldLabels.kept(source, label), dueMs, false),
                topology.clock().millis()));
        carryOut(entry, events, source.timestampMs());
        balances.labels().came.incrementAndGet();
    }

    /// True while a prediction's terms are being fetched.
    private boolean isPending(Prediction prediction) {
        return topology.terms().isPending(prediction.getModel(), prediction.getBundleSha256());
    }

    /// True while the terms of a prediction that a label may change are being fetched.
    private boolean isPending(Entry entry) {
        for (HeldPrediction held : entry.state().predictions()) {
            Optional<String> sha256 = held.unsettledSha256();
            if (sha256.isPresent() && topology.terms().isPending(held.model(), sha256.get())) {
                return true;
            }
        }
        return false;
    }

    /// Takes up what waited for terms that are there now.
    private void takeUp() {
        waiting.release(
                waits -> !isPending(requests.get(waits.subject()))
                        && (!waits.source().topic().equals(predictionTopic) || !isPending(predictionIn(waits))),
                waits -> {
                    Entry entry = requests.get(waits.subject());
                    if (waits.source().topic().equals(predictionTopic)) {
                        join(waits.source(), predictionIn(waits), entry, waits.readUpToMs());
                    } else {
                        join(
                                waits.source(),
                                WaitingRecords.value(labels.decode(waits.source())),
                                entry,
                                waits.readUpToMs());
                    }
                },
                this::refuse);
    }

    private void refuse(Waiting waits, RuntimeException fault) {
        DeadLetter letter = letters.failed(waits.source(), fault);
        if (waits.source().topic().equals(predictionTopic)) {
            reject(letter);
        } else {
            refuseLabel(letter);
        }
    }

    private Prediction predictionIn(Waiting waits) {
        return WaitingRecords.value(predictions.decode(waits.source()));
    }

    /// Sends a label to the partition where its prediction is; false when it is there already.
    private boolean move(Inbound source, GroundTruth label) {
        if (TopologyDraft.partition(label.getRequestId(), partitions) == source.partition()) {
            return false;
        }
        topology.meters().counter("tidemark.joiner.labels.moved").increment();
        byte[] key = label.getRequestId().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, source.value(), source.timestampMs(), source.headers()), FeedbackNames.MOVED);
        return true;
    }

    /// What is due ends once everything was read that stood on the log then: a label that came in time is found,
    /// however late it is read.
    private void tick() {
        requests.reindex(REINDEX_BATCH);
        takeUp();
        long readUpToMs = topology.reading().readUpToMs();
        for (Entry entry : requests.takeDue(readUpToMs, topology.config().purgeBatch())) {
            if (waiting.holds(entry.id()) || isPending(entry)) {
                requests.put(entry);
                continue;
            }
            List<JoinEvent> events = join.elapse(entry.state(), readUpToMs);
            carryOut(entry, events, readUpToMs);
        }
        balances.keep();
        panes.send(rows.take());
    }

    private Instant latest() {
        return topology.clock().instant().plus(topology.config().maxAhead());
    }

    private void refuseLabel(DeadLetter letter) {
        balances.labels().came.incrementAndGet();
        balances.labels().end(LabelEnd.REFUSED);
        reject(letter);
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(
                        DeadLetterFactory.keyOf(letter),
                        letter,
                        topology.clock().millis(),
                        new RecordHeaders()),
                FeedbackNames.DEAD_LETTERS);
    }

    @Override
    public void close() {
        balances.close();
    }
}
