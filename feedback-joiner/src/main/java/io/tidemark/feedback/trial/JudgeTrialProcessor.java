package io.tidemark.feedback.trial;

import io.tidemark.event.TrialRow;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.UnknownSchemaException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Sums up what counts for the versions on trial; on a tick, judges each trial and writes what becomes of it. Facts,
/// state and what was read are one transaction: each decision is written once.
final class JudgeTrialProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, SpecificRecord> {
    private final RolloutTopology topology;
    private final Topic<TrialRow> rows;
    private TrialStore store;
    private TrialOutbox outbox;
    private TrialFollower follower;
    private TrialIntake intake;
    private TrialDecisions decisions;
    private int partition;
    private int partitions;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JudgeTrialProcessor(RolloutTopology topology) {
        this.topology = topology;
        this.rows = topology.topics().of(Topics.TRIAL_ROWS);
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        TrialRules rules = new TrialRules(topology.terms());
        store = new TrialStore(context);
        outbox = new TrialOutbox(context, topology.meters(), topology.clock());
        follower = new TrialFollower(topology.board(), store, rules, outbox, topology.clock());
        intake = new TrialIntake(store, rules, follower, outbox);
        decisions = new TrialDecisions(topology, store, rules, outbox);
        partition = context.taskId().partition();
        partitions = topology.partitions().applyAsInt(rows.name());
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        try {
            if (record.value() != null) {
                intake.take(rows.values().deserializer().deserialize(rows.name(), record.value()));
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            outbox.countDropped("undecodable");
        }
    }

    private void tick() {
        for (String model : topology.board().models()) {
            if (TopologyDraft.partition(model, partitions) == partition) {
                follower.follow(model);
                store.get(model).ifPresent(trial -> decisions.judge(model, trial));
            }
        }
        store.purge(topology.config().purgeBatch());
    }
}
