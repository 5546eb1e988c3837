package io.tidemark.feedback.trial;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.TrialLoss;
import io.tidemark.event.TrialRow;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.feedback.trial.RequestTrace.Answer;
import io.tidemark.streamkit.routing.KeyBuckets;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.UnknownSchemaException;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Brings together who answered a request of a model on trial, what the shadow would have said, and the outcome: a row
/// for the judge. They come in any order. What cannot be decoded is the joiner's to complain about; here it is counted.
final class TraceTrialProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, TrialRow> {
    /// Outcomes may lag behind the horizon, and ahead of their answers, that far.
    private static final Duration SLACK = Duration.ofHours(1);

    private final RolloutTopology topology;
    private final Topic<Prediction> predictions;
    private final Topic<Prediction> shadows;
    private final Topic<Outcome> outcomes;
    private ProcessorContext<String, TrialRow> context;
    private TraceStore traces;
    private TrialLoads loads;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    TraceTrialProcessor(RolloutTopology topology) {
        this.topology = topology;
        this.predictions = topology.topics().of(Topics.PREDICTIONS);
        this.shadows = topology.topics().of(Topics.SHADOW_PREDICTIONS);
        this.outcomes = topology.topics().of(Topics.OUTCOMES);
    }

    @Override
    public void init(ProcessorContext<String, TrialRow> processorContext) {
        context = processorContext;
        traces = new TraceStore(
                context.getStateStore(RolloutNames.TRACES), context.getStateStore(RolloutNames.TRACES_DUE));
        loads = new TrialLoads(
                context.getStateStore(RolloutNames.LOADS), context.taskId().partition());
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null || !topology.board().hasTrial()) {
            return;
        }
        String topic = context.recordMetadata().orElseThrow().topic();
        if (topic.equals(predictions.name())) {
            decoded(predictions, value).ifPresent(answer -> answered(answer, record));
        } else if (topic.equals(shadows.name())) {
            decoded(shadows, value).ifPresent(answer -> shadowed(answer, value));
        } else {
            decoded(outcomes, value).ifPresent(outcome -> ended(outcome, value));
        }
    }

    private void answered(Prediction prediction, Record<?, ?> record) {
        if (prediction.getSupersedes() != null
                || plan(prediction.getModel(), prediction.getActivationId()).isEmpty()) {
            return;
        }
        loads.add(prediction, record.headers());
        String key = TraceStore.key(prediction.getModel(), prediction.getRequestId());
        String routedBy = KeyBuckets.keyOf(prediction.getEntityId(), prediction.getRequestId());
        RequestTrace trace =
                traces.get(key).orElseGet(() -> fresh(prediction.getModel(), prediction.getBundleSha256()));
        settle(
                key,
                trace.with(new Answer(prediction.getActivationId(), prediction.getVariant(), routedBy)),
                prediction.getModel());
    }

    private void shadowed(Prediction prediction, byte[] value) {
        if (plan(prediction.getModel(), prediction.getActivationId())
                .filter(TrialPlan::isShadow)
                .isPresent()) {
            String key = TraceStore.key(prediction.getModel(), prediction.getRequestId());
            RequestTrace trace =
                    traces.get(key).orElseGet(() -> fresh(prediction.getModel(), prediction.getBundleSha256()));
            settle(key, trace.withShadow(value), prediction.getModel());
        }
    }

    /// The first label counts: a correction would have to take back what a verdict may rest on already.
    private void ended(Outcome outcome, byte[] value) {
        String key = TraceStore.key(outcome.getModel(), outcome.getRequestId());
        Optional<RequestTrace> known = traces.get(key);
        if (outcome.getStatus() == OutcomeStatus.EXPIRED) {
            known.ifPresent(trace -> traces.remove(key, trace));
        } else if (outcome.getStatus() == OutcomeStatus.MATCHED
                && topology.board()
                        .newest(outcome.getModel())
                        .flatMap(Entry::plan)
                        .isPresent()) {
            // Without an answer it is most likely one from before the trial: it is not kept for long.
            RequestTrace trace = known.orElseGet(
                    () -> new RequestTrace(topology.clock().millis() + SLACK.toMillis(), null, null, null));
            settle(key, trace.withOutcome(value), outcome.getModel());
        }
    }

    /// Keeps the trace until all is there, then sends the row.
    private void settle(String key, RequestTrace trace, String model) {
        Answer answer = trace.answer();
        Bytes outcome = trace.outcome();
        Bytes shadow = trace.shadow();
        boolean inShadow = answer != null
                && plan(model, answer.activationId())
                        .filter(TrialPlan::isShadow)
                        .isPresent();
        if (answer == null || outcome == null || (inShadow && shadow == null)) {
            traces.put(key, trace);
            return;
        }
        traces.remove(key, trace);
        decoded(outcomes, outcome.get())
                .flatMap(
                        truth -> row(answer, truth, shadow == null ? Optional.empty() : decoded(shadows, shadow.get())))
                .ifPresentOrElse(this::send, () -> count("unmeasured"));
    }

    private Optional<TrialRow> row(Answer answer, Outcome outcome, Optional<Prediction> shadow) {
        VersionTerms terms = topology.terms().of(outcome.getModel(), outcome.getBundleSha256());
        Optional<Miss> answered = Miss.of(outcome, terms);
        Optional<Miss> shadowed = shadow.flatMap(guess -> Miss.of(guess, outcome.getLabel(), terms));
        if (answered.isEmpty() || (shadow.isPresent() && shadowed.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new TrialRow(
                outcome.getModel(),
                answer.activationId(),
                answer.variant(),
                TrialLoss.newBuilder()
                        .setKey(answer.key())
                        .setEventTime(outcome.getEventTime())
                        .setError(answered.get().error())
                        .setHit(answered.get().hit())
                        .setShadowError(shadowed.map(Miss::error).orElse(null))
                        .setShadowHit(shadowed.map(Miss::hit).orElse(false))
                        .build()));
    }

    private RequestTrace fresh(String model, String sha256) {
        Duration horizon = topology.terms().of(model, sha256).labels().horizon();
        return new RequestTrace(topology.clock().millis() + horizon.plus(SLACK).toMillis(), null, null, null);
    }

    private Optional<TrialPlan> plan(String model, String activationId) {
        return topology.board()
                .of(activationId)
                .filter(entry -> entry.model().equals(model))
                .flatMap(Entry::plan);
    }

    private <V extends SpecificRecord> Optional<V> decoded(Topic<V> topic, byte[] value) {
        try {
            return Optional.ofNullable(topic.values().deserializer().deserialize(topic.name(), value));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            count("undecodable");
            return Optional.empty();
        }
    }

    private void tick() {
        loads.changed().forEach(this::send);
        int forgotten =
                traces.purge(topology.clock().millis(), topology.config().purgeBatch());
        if (forgotten > 0) {
            topology.meters()
                    .counter("tidemark.rollout.rows.dropped", "reason", "unfinished")
                    .increment(forgotten);
        }
    }

    private void send(TrialRow row) {
        context.forward(new Record<>(row.getModel(), row, topology.clock().millis()));
    }

    private void count(String reason) {
        topology.meters()
                .counter("tidemark.rollout.rows.dropped", "reason", reason)
                .increment();
    }
}
