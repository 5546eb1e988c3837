package io.tidemark.feedback.trial;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.TrialLoss;
import io.tidemark.event.TrialRow;
import io.tidemark.event.VersionRef;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.feedback.trial.RequestTrace.Answer;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.streamkit.routing.KeyBuckets;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Brings together who answered a request of a model on trial, what the shadow would have said, and the outcome: a row
/// for the judge. They come in any order; a request that the shadow had time to score and did not is a row as well.
/// What cannot be decoded is the joiner's to complain about; here it is counted.
final class TraceTrialProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, TrialRow> {
    /// Outcomes may lag behind the horizon, and ahead of their answers, that far.
    private static final Duration SLACK = Duration.ofHours(1);

    /// How often rows that wait for the bundles of their trial are looked at, and for how long they wait.
    private static final Duration TERMS_LOOK = Duration.ofSeconds(30);

    private static final Duration TERMS_PATIENCE = Duration.ofDays(1);

    /// A shadow may lag behind an outcome that far, or as long as labels mature if that is less.
    private static final Duration SHADOW_LAG = Duration.ofMinutes(1);

    /// A shadow that is ready begins within that time: it starts its stream, which finds the end of the requests.
    private static final Duration SHADOW_START = Duration.ofMinutes(1);

    private final RolloutTopology topology;
    private final Topic<Prediction> predictions;
    private final Topic<Prediction> shadows;
    private final Topic<Outcome> outcomes;
    private ProcessorContext<String, TrialRow> context;
    private TraceStore traces;
    private TrialLoads loads;
    private ShadowStarts starts;

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
        starts = new ShadowStarts(context.getStateStore(RolloutNames.LOADS));
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
            decoded(shadows, value).ifPresent(answer -> shadowed(answer, record, value));
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
        RequestTrace trace =
                traces.get(key).orElseGet(() -> fresh(prediction.getModel(), prediction.getBundleSha256()));
        settle(key, trace.with(answer(prediction)), prediction.getModel());
    }

    private static Answer answer(Prediction prediction) {
        return new Answer(
                prediction.getActivationId(),
                prediction.getVariant(),
                KeyBuckets.keyOf(prediction.getEntityId(), prediction.getRequestId()),
                prediction.getSource().getPartition(),
                prediction.getSource().getOffset());
    }

    private void shadowed(Prediction prediction, Record<?, ?> record, byte[] value) {
        if (plan(prediction.getModel(), prediction.getActivationId())
                .filter(TrialPlan::isShadow)
                .isPresent()) {
            loads.add(prediction, record.headers());
            starts.scored(prediction);
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
        if (answer == null || outcome == null) {
            traces.put(key, trace);
            return;
        }
        Optional<TrialPlan> shadow = plan(model, answer.activationId()).filter(TrialPlan::isShadow);
        if (shadow.isPresent() && trace.shadow() == null) {
            traces.remove(key, trace);
            decoded(outcomes, outcome.get())
                    .ifPresent(truth -> traces.put(key, trace.dueAt(shadowDueMs(truth, shadow.get()))));
            return;
        }
        traces.remove(key, trace);
        send(key, trace, answer, outcome);
    }

    /// True while the bundles that say what an error is are not there: a row that one version lost and the other did
    /// not would look like keys that were not split as asked for.
    private boolean waitsForTerms(String model, Answer answer, Outcome truth) {
        Instant patience = topology.clock().instant().minus(TERMS_PATIENCE);
        return truth.getEventTime().isAfter(patience)
                && plan(model, answer.activationId())
                        .filter(plan -> !isMeasured(model, plan.champion()) || !isMeasured(model, plan.challenger()))
                        .isPresent();
    }

    private boolean isMeasured(String model, VersionRef version) {
        return topology.terms().of(model, version.getBundleSha256()).measured();
    }

    /// When a request counts as not scored: when its label counts, but not before the shadow had time to come.
    private long shadowDueMs(Outcome truth, TrialPlan plan) {
        Duration maturity = topology.terms()
                .of(truth.getModel(), plan.challenger().getBundleSha256())
                .rollout()
                .map(RolloutSpec::maturity)
                .orElse(SHADOW_LAG);
        Duration lag = maturity.compareTo(SHADOW_LAG) < 0 ? maturity : SHADOW_LAG;
        return Math.max(
                truth.getEventTime().plus(maturity).toEpochMilli(),
                topology.clock().millis() + lag.toMillis());
    }

    private void send(String key, RequestTrace trace, Answer answer, Bytes outcome) {
        Optional<Outcome> truth = decoded(outcomes, outcome.get());
        if (truth.isPresent() && waitsForTerms(TraceStore.modelOf(key), answer, truth.get())) {
            traces.put(key, trace.dueAt(topology.clock().millis() + TERMS_LOOK.toMillis()));
            return;
        }
        Bytes shadow = trace.shadow();
        truth.flatMap(known -> row(answer, known, shadow == null ? Optional.empty() : decoded(shadows, shadow.get())))
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
                        .setRequestId(outcome.getRequestId())
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
        loads.purge(this::runs);
        traces.takeDue(topology.clock().millis(), topology.config().purgeBatch(), this::giveUp);
    }

    private boolean runs(String model, String activationId) {
        return topology.board()
                .newest(model)
                .filter(entry -> entry.id().equals(activationId))
                .isPresent();
    }

    /// The time of a trace is up: what has answer and outcome was not scored by its shadow, or waited for terms.
    private void giveUp(String key, RequestTrace trace) {
        Answer answer = trace.answer();
        Bytes outcome = trace.outcome();
        String model = TraceStore.modelOf(key);
        if (answer == null || outcome == null) {
            count("unfinished");
        } else if (trace.shadow() != null
                || plan(model, answer.activationId())
                        .filter(plan -> !plan.isShadow())
                        .isPresent()
                || starts.hadBegun(model, answer)
                || wasReady(model, answer, outcome)) {
            send(key, trace, answer, outcome);
        } else {
            count("before-shadow");
        }
    }

    /// True when the shadow should have begun before a request, whether it ever scored anything or not.
    private boolean wasReady(String model, Answer answer, Bytes outcome) {
        return plan(model, answer.activationId())
                .flatMap(plan -> topology.board()
                        .readyAt(answer.activationId(), plan.challenger().getVersion()))
                .flatMap(ready -> decoded(outcomes, outcome.get())
                        .map(truth -> truth.getEventTime().isAfter(ready.plus(SHADOW_START))))
                .orElse(false);
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
