package io.tidemark.scoring.topology;

import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.topic.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;

/// The part of a topology that keeps feature updates for the processor that asks them.
final class UpdateBranch {
    private UpdateBranch() {}

    /// @param reader the node that looks entities up, on the same partition
    static void add(TopologyDraft draft, Supplier<KeepUpdateProcessor> keep, String reader) {
        draft.source(ScoringNames.UPDATES, Topics.FEATURE_UPDATES);
        draft.topology().addProcessor(ScoringNames.KEEP, keep::get, ScoringNames.UPDATES);
        draft.topology()
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(ScoringNames.HISTORIES),
                                        Serdes.String(),
                                        Serdes.ByteArray())
                                .withCachingDisabled(),
                        ScoringNames.KEEP,
                        reader);
    }
}
