package io.tidemark.feedback.topology;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.PerformancePane;
import io.tidemark.event.Prediction;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.feedback.join.JoinEvent;
import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.feedback.join.RequestJoin;
import io.tidemark.feedback.quality.PaneDelta;
import io.tidemark.feedback.quality.QualityRow;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.quality.WindowShape;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.feedback.topology.RequestStore.Entry;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Joins the predictions and labels of one partition. What follows from a record, state, outcome, balance and the row
/// for live quality, is one transaction with it; what is due by the clock is looked at on a tick.
final class JoinProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, Object> {
    private final FeedbackTopology topology;
    private final FeedbackMeters meters;
    private final DeadLetterFactory letters;
    private final InboundDecoder<Prediction> predictions;
    private final InboundDecoder<GroundTruth> labels;
    private final Topic<GroundTruth> labelTopic;
    private final String predictionTopic;
    private final RequestJoin join;

    private ProcessorContext<Object, Object> context;
    private RequestStore requests;
    private RowJournal rows;
    private Balances balances;
    private int partitions;

    /// When the last record came, wall clock.
    private long lastRecordMs;

    /// Largest timestamp of a record so far.
    private long newestRecordMs;

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
                topology.config().limits());
        this.labels = new InboundDecoder<>(
                labelTopic.values().deserializer(), letters, topology.config().limits());
        this.join = new RequestJoin(topology.terms());
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        requests = new RequestStore(
                context.getStateStore(FeedbackNames.REQUESTS),
                context.getStateStore(FeedbackNames.DUE),
                new RequestStateFormat(
                        topology.topics().of(Topics.OUTCOMES), topology.topics().of(Topics.GROUND_TRUTH)));
        rows = new RowJournal(context.getStateStore(FeedbackNames.ROWS));
        balances = new Balances(context.getStateStore(FeedbackNames.BALANCES), meters);
        partitions = topology.partitions().applyAsInt(predictionTopic);
        lastRecordMs = topology.clock().millis();
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        lastRecordMs = topology.clock().millis();
        newestRecordMs = Math.max(newestRecordMs, record.timestamp());
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        if (source.topic().equals(predictionTopic)) {
            switch (predictions.decode(source)) {
                case Decoded.Bad<Prediction> bad -> reject(source.key(), bad.letter());
                case Decoded.Good<Prediction> good -> prediction(source, good.value());
            }
        } else {
            switch (labels.decode(source)) {
                case Decoded.Bad<GroundTruth> bad -> refuseLabel(source, bad.letter());
                case Decoded.Good<GroundTruth> good -> label(source, good.value());
            }
        }
    }

    private void prediction(Inbound source, Prediction prediction) {
        var fault = InboundChecks.check(prediction, source, latest());
        if (fault.isPresent()) {
            reject(
                    source.key(),
                    letters.of(
                            source,
                            fault.get().reason(),
                            fault.get().message(),
                            prediction.getModel(),
                            prediction.getRequestId()));
            return;
        }
        long now = streamTimeMs();
        long sinceMs = Math.max(prediction.getEventTime().toEpochMilli(), source.timestampMs());
        Entry entry = requests.get(prediction.getRequestId());
        List<JoinEvent> events = new ArrayList<>(join.elapse(entry.state(), now));
        events.addAll(join.prediction(entry.state(), waiting(prediction), sinceMs));
        events.addAll(join.elapse(entry.state(), now));
        requests.put(entry);
        new Effects(source.timestampMs()).of(events);
    }

    private void label(Inbound source, GroundTruth label) {
        var fault = InboundChecks.check(label, latest());
        if (fault.isPresent()) {
            refuseLabel(
                    source,
                    letters.of(
                            source,
                            fault.get().reason(),
                            fault.get().message(),
                            label.getModel(),
                            label.getRequestId()));
            return;
        }
        if (source.topic().equals(labelTopic.name()) && move(source, label)) {
            return;
        }
        long dueMs = source.timestampMs() + topology.config().labelWait().toMillis();
        Entry entry = requests.get(label.getRequestId());
        List<JoinEvent> events = new ArrayList<>(join.elapse(entry.state(), streamTimeMs()));
        events.addAll(join.label(
                entry.state(),
                new HeldLabel(label, source.topic(), source.offset(), source.timestampMs(), dueMs, false)));
        requests.put(entry);
        balances.labels().came.incrementAndGet();
        balances.keepLabels();
        new Effects(source.timestampMs()).of(events);
    }

    /// Sends a label to the partition where its prediction is; false when it is there already.
    private boolean move(Inbound source, GroundTruth label) {
        if (FeedbackTopology.partition(label.getRequestId(), partitions) == source.partition()) {
            return false;
        }
        topology.meters().counter("tidemark.joiner.labels.moved").increment();
        byte[] key = label.getRequestId().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, source.value(), source.timestampMs(), source.headers()), FeedbackNames.MOVED);
        return true;
    }

    private void tick() {
        long now = expiryTimeMs();
        for (Entry entry : requests.takeDue(now, topology.config().purgeBatch())) {
            List<JoinEvent> events = join.elapse(entry.state(), now);
            requests.put(entry);
            new Effects(now).of(events);
        }
        sendPanes();
    }

    /// What is new, as one delta for each pane and series that it touches.
    private void sendPanes() {
        Map<PaneId, PaneDelta> deltas = new LinkedHashMap<>();
        for (QualityRow row : rows.take()) {
            Line line = row.line();
            VersionTerms terms = topology.terms().of(line.model(), line.sha256());
            long paneMs = WindowShape.commonPaneMs(terms.performance().windows().values());
            long paneStart = Math.floorDiv(row.eventTimeMs(), paneMs) * paneMs;
            for (Segment segment : row.segments()) {
                deltas.computeIfAbsent(
                                new PaneId(new Series(line, segment), paneStart),
                                id -> new PaneDelta(line.task(), terms.threshold()))
                        .take(row.change());
            }
        }
        deltas.forEach((id, delta) -> {
            PerformancePane pane = PaneRecords.of(id.series(), id.startMs(), delta);
            context.forward(
                    new Record<>(id.series().key(), pane, topology.clock().millis()), FeedbackNames.PANES_OUT);
        });
    }

    private static Outcome waiting(Prediction prediction) {
        return Outcome.newBuilder()
                .setRequestId(prediction.getRequestId())
                .setModel(prediction.getModel())
                .setVersion(prediction.getVersion())
                .setBundleSha256(prediction.getBundleSha256())
                .setVariant(prediction.getVariant())
                .setTask(prediction.getTask())
                .setStatus(OutcomeStatus.MATCHED)
                .setEntityId(prediction.getEntityId())
                .setEventTime(prediction.getEventTime())
                .setPredicted(prediction.getValue())
                .setPredictedClass(prediction.getPredictedClass())
                .setFeatures(prediction.getFeatures())
                .build();
    }

    private Instant latest() {
        return topology.clock().instant().plus(topology.config().maxAhead());
    }

    /// Time as the records tell it; never ahead of the clock, so that a record from the future expires nothing.
    private long streamTimeMs() {
        return Math.min(topology.clock().millis(), newestRecordMs);
    }

    /// While records come, time goes on with them; when none come, with the clock.
    private long expiryTimeMs() {
        long now = topology.clock().millis();
        return now - lastRecordMs >= topology.config().idleAfter().toMillis() ? now : streamTimeMs();
    }

    private void refuseLabel(Inbound source, DeadLetter letter) {
        balances.labels().came.incrementAndGet();
        balances.labels().end(LabelEnd.REFUSED);
        balances.keepLabels();
        reject(source.key(), letter);
    }

    private void reject(byte @Nullable [] key, DeadLetter letter) {
        context.forward(
                new Record<>(key, letter, topology.clock().millis(), new RecordHeaders()), FeedbackNames.DEAD_LETTERS);
    }

    @Override
    public void close() {
        balances.close();
    }

    /// A pane of a series.
    ///
    /// @param startMs its start, inclusive, milliseconds since 1970-01-01 UTC
    private record PaneId(Series series, long startMs) {}

    /// Carries out what follows from one record or one look at the clock.
    private final class Effects {
        private final long timestampMs;
        private final Set<String> models = new HashSet<>(2);
        private boolean labelsChanged;

        /// @param timestampMs timestamp of the record that completes what is completed
        Effects(long timestampMs) {
            this.timestampMs = timestampMs;
        }

        void of(List<JoinEvent> events) {
            events.forEach(this::of);
            models.forEach(balances::keep);
            if (labelsChanged) {
                balances.keepLabels();
            }
        }

        private void of(JoinEvent event) {
            switch (event) {
                case JoinEvent.Predicted predicted -> {
                    balance(predicted.prediction().getModel()).predictions.incrementAndGet();
                    row(predicted.prediction(), new Change.Predicted());
                }
                case JoinEvent.RepeatedPrediction repeated ->
                    balance(repeated.model()).repeated.incrementAndGet();
                case JoinEvent.Matched matched -> {
                    balance(matched.outcome().getModel()).matched.incrementAndGet();
                    send(matched.outcome(), timestampMs);
                    row(matched.outcome(), labelled(matched.outcome()));
                }
                case JoinEvent.Corrected corrected -> {
                    balance(corrected.after().getModel()).corrected.incrementAndGet();
                    send(corrected.after(), timestampMs);
                    row(corrected.after(), relabelled(corrected.before(), corrected.after()));
                }
                case JoinEvent.Expired expired -> expire(expired.outcome(), expired.atMs());
                case JoinEvent.LabelEnded ended -> endLabel(ended.end());
                case JoinEvent.LabelRefused refused -> {
                    endLabel(LabelEnd.REFUSED);
                    refuse(refused);
                }
            }
        }

        private void expire(Outcome outcome, long atMs) {
            balance(outcome.getModel()).expired.incrementAndGet();
            if (terms(outcome).labels().emitExpired()) {
                send(outcome, atMs);
            }
            row(outcome, new Change.Expired());
        }

        private void endLabel(LabelEnd end) {
            balances.labels().end(end);
            labelsChanged = true;
        }

        private Balances.OfModel balance(String model) {
            models.add(model);
            return balances.of(model);
        }

        private void send(Outcome outcome, long atMs) {
            context.forward(new Record<>(outcome.getRequestId(), outcome, atMs), FeedbackNames.OUTCOMES);
        }

        private void row(Outcome outcome, Change change) {
            rows.append(new QualityRow(
                    new Line(
                            outcome.getModel(),
                            outcome.getVersion(),
                            outcome.getBundleSha256(),
                            outcome.getVariant(),
                            outcome.getTask()),
                    terms(outcome).segments().of(outcome.getFeatures()),
                    outcome.getEventTime().toEpochMilli(),
                    change));
        }

        private Change labelled(Outcome outcome) {
            Instant known = outcome.getLabelTime();
            long delayMs = known == null
                    ? 0
                    : known.toEpochMilli() - outcome.getEventTime().toEpochMilli();
            return new Change.Labelled(
                    terms(outcome).measure(outcome.getLabel()), outcome.getPredicted(), Math.max(0, delayMs));
        }

        private Change relabelled(Outcome before, Outcome after) {
            VersionTerms terms = terms(after);
            return new Change.Relabelled(
                    terms.measure(before.getLabel()), terms.measure(after.getLabel()), after.getPredicted());
        }

        private VersionTerms terms(Outcome outcome) {
            return topology.terms().of(outcome.getModel(), outcome.getBundleSha256());
        }

        /// The label's record again, as it stood on its topic.
        private void refuse(JoinEvent.LabelRefused refused) {
            HeldLabel held = refused.label();
            GroundTruth label = held.label();
            byte[] key = label.getRequestId().getBytes(StandardCharsets.UTF_8);
            byte[] value = labelTopic.values().serializer().serialize(labelTopic.name(), label);
            Inbound source = Inbound.at(
                    held.topic(),
                    context.taskId().partition(),
                    held.offset(),
                    new Record<>(key, value, held.timestampMs()));
            reject(
                    key,
                    letters.of(
                            source,
                            refused.fault().reason(),
                            refused.fault().message(),
                            label.getModel(),
                            label.getRequestId()));
        }
    }
}
