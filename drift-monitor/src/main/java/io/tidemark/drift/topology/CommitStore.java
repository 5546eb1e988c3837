package io.tidemark.drift.topology;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/// A store whose user writes into it right before each commit, and not at each record: what changes with each record
/// is large, and nobody reads it in between.
///
/// Kafka Streams asks stores with a cache to write it out before it ends the transaction; this one has the user do
/// that. There is no public way to be asked: [CachedStateStore] is internal to Kafka Streams, and the compiler says
/// when it changes. Whoever dies before a commit has written nothing, and the records are read again.
final class CommitStore implements StateStore, CachedStateStore<Object, Object> {
    private final KeyValueStore<String, byte[]> entries;
    private Runnable beforeCommit = () -> {};

    private CommitStore(KeyValueStore<String, byte[]> entries) {
        this.entries = entries;
    }

    /// What was written before the last commit.
    KeyValueStore<String, byte[]> entries() {
        return entries;
    }

    /// @param write writes to [#entries] what has changed since it was called last
    void beforeCommit(Runnable write) {
        beforeCommit = write;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {}

    /// Nothing comes after this store that would have to be told.
    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        entries.init(context, this);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        entries.commit(changelogOffsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return entries.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // Kafka Streams still asks
    public boolean managesOffsets() {
        return entries.managesOffsets();
    }

    @Override
    public void close() {
        entries.close();
    }

    @Override
    public boolean persistent() {
        return entries.persistent();
    }

    @Override
    public boolean isOpen() {
        return entries.isOpen();
    }

    /// Builds the store over an ordinary one.
    record Builder(StoreBuilder<KeyValueStore<String, byte[]>> entries) implements StoreBuilder<CommitStore> {
        @Override
        public CommitStore build() {
            return new CommitStore(entries.build());
        }

        /// The user is the cache.
        @Override
        public Builder withCachingEnabled() {
            return this;
        }

        @Override
        public Builder withCachingDisabled() {
            return this;
        }

        @Override
        public Builder withLoggingEnabled(Map<String, String> config) {
            return new Builder(entries.withLoggingEnabled(config));
        }

        @Override
        public Builder withLoggingDisabled() {
            return new Builder(entries.withLoggingDisabled());
        }

        @Override
        public Map<String, String> logConfig() {
            return entries.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return entries.loggingEnabled();
        }

        @Override
        public String name() {
            return entries.name();
        }
    }
}
