package io.tidemark.feedback.trial;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.TrialDeadLetter;
import io.tidemark.event.TrialRow;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.streamkit.routing.KeyBuckets;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.UnknownSchemaException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Says of each request that a version refused which of the versions on trial it was: the hash of its entity tells, as
/// it told the router. Letters that no version could have answered, and those of a champion with a shadow, count for
/// nobody.
final class CountLetterProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, TrialRow> {
    private final RolloutTopology topology;
    private final Topic<DeadLetter> letters;
    private final String requests;
    private ProcessorContext<String, TrialRow> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    CountLetterProcessor(RolloutTopology topology) {
        this.topology = topology;
        this.letters = topology.topics().of(Topics.DEAD_LETTERS);
        this.requests = topology.topics().of(Topics.REQUESTS).name();
    }

    @Override
    public void init(ProcessorContext<String, TrialRow> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        if (record.value() == null || !topology.board().hasTrial()) {
            return;
        }
        try {
            DeadLetter letter = letters.values().deserializer().deserialize(letters.name(), record.value());
            if (letter.getStatus() == DeadLetterStatus.OPEN && letter.getTopic().equals(requests)) {
                count(letter);
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            topology.meters()
                    .counter("tidemark.rollout.rows.dropped", "reason", "undecodable")
                    .increment();
        }
    }

    private void count(DeadLetter letter) {
        String model = letter.getModel();
        String requestId = letter.getRequestId();
        if (model == null || requestId == null || !dependsOnVersion(letter.getReason())) {
            return;
        }
        String key = KeyBuckets.keyOf(letter.getEntityId(), requestId);
        Optional<Entry> newest = topology.board().newest(model);
        Optional<TrialPlan> plan = newest.flatMap(Entry::plan).filter(trial -> !trial.isShadow());
        plan.ifPresent(trial -> {
            boolean challenger = KeyBuckets.of(trial.experiment(), key) < trial.shareBp();
            TrialRow row = new TrialRow(
                    model,
                    newest.get().id(),
                    challenger ? TrialStore.CHALLENGER : TrialStore.CHAMPION,
                    new TrialDeadLetter(letter.getReason(), key));
            context.forward(new Record<>(model, row, topology.clock().millis()));
        });
    }

    /// A reason that this release does not know says nothing of a version.
    private static boolean dependsOnVersion(String code) {
        return Arrays.stream(Reason.values())
                .anyMatch(reason -> reason.name().equals(code) && reason.dependsOnVersion());
    }
}
