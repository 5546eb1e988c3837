package io.tidemark.drift.topology;

import io.tidemark.drift.policy.PolicyTerms;
import io.tidemark.drift.policy.RetrainPolicy;
import io.tidemark.drift.policy.Verdict;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import io.tidemark.event.RetrainRequest;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Runs the retrain policy of each model over its readings. Memory and request are in the same transaction: an occasion
/// leads to one request, whatever dies on the way.
final class DecideProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    /// Between the name of a model and that of a window, in keys of quality that waits for its terms.
    private static final String WAITING = "/performed/";

    private final DriftTopology topology;
    private final Door<PolicyReading> readings;
    private final Topic<PolicyReading> readingTopic;

    private ProcessorContext<Object, SpecificRecord> context;
    private KeyValueStore<String, byte[]> policies;
    private byte @Nullable [] sourceKey;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    DecideProcessor(DriftTopology topology) {
        this.topology = topology;
        readingTopic = topology.topics().of(Topics.POLICY_READINGS);
        readings = new Door<>(topology, Topics.POLICY_READINGS, this::reject);
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
        policies = processorContext.getStateStore(DriftNames.POLICIES);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        sourceKey = source.key();
        PolicyReading reading = readings.enter(source);
        if (reading == null) {
            return;
        }
        try {
            decide(reading);
        } catch (IllegalArgumentException e) {
            readings.reject(source, Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }

    private void decide(PolicyReading reading) {
        String model = reading.getModel();
        byte[] stored = policies.get(model);
        RetrainPolicy policy = stored == null ? new RetrainPolicy(model) : RetrainPolicy.fromBytes(model, stored);
        Optional<PolicyTerms> terms = terms(model, policy);
        if (terms.isPresent()) {
            takeWaiting(model, policy, terms.get());
        } else if (reading.getKind() == PolicyReadingKind.PERFORMED) {
            policies.put(
                    model + WAITING + reading.getWindow(),
                    readingTopic.values().serializer().serialize(readingTopic.name(), reading));
        }
        policy.take(reading, terms);
        terms(model, policy).map(policy::decide).ifPresent(verdict -> tell(model, verdict));
        policies.put(model, policy.toBytes());
    }

    /// Quality that was read while its terms were not known: the newest of each window.
    private void takeWaiting(String model, RetrainPolicy policy, PolicyTerms terms) {
        List<KeyValue<String, byte[]>> waiting = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> found = policies.prefixScan(model + WAITING, new StringSerializer())) {
            found.forEachRemaining(waiting::add);
        }
        for (KeyValue<String, byte[]> entry : waiting) {
            policy.take(
                    readingTopic.values().deserializer().deserialize(readingTopic.name(), entry.value),
                    Optional.of(terms));
            policies.delete(entry.key);
        }
    }

    /// The manifest of the version that answers; empty: none answers yet, or its bundle is not there.
    private Optional<PolicyTerms> terms(String model, RetrainPolicy policy) {
        if (policy.version() < 1) {
            return Optional.empty();
        }
        VersionKey version = new VersionKey(model, policy.version(), policy.bundleSha256());
        return switch (topology.references().find(version)) {
            case ReferenceLookup.Known known ->
                Optional.of(PolicyTerms.of(
                        known.reference().retrain(), known.reference().performance()));
            case ReferenceLookup.Missing ignored -> Optional.empty();
        };
    }

    private void tell(String model, Verdict verdict) {
        topology.meters()
                .counter(
                        "tidemark.policy.verdicts",
                        "model",
                        model,
                        "step",
                        verdict.step().name())
                .increment();
        verdict.ask().ifPresent(ask -> {
            RetrainRequest request = RetrainRequest.newBuilder()
                    .setTriggerId(ask.triggerId())
                    .setModel(model)
                    .setRequestedAt(verdict.time())
                    .setRequestedBy("policy")
                    .setReasons(ask.reasons())
                    .setReplayFrom(ask.replayFrom().orElse(null))
                    .build();
            context.forward(new Record<>(model, request, context.currentSystemTimeMs()), DriftNames.RETRAIN_REQUESTS);
        });
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(sourceKey, letter, context.currentSystemTimeMs(), new RecordHeaders()),
                DriftNames.DECIDE_DEAD_LETTERS);
    }
}
