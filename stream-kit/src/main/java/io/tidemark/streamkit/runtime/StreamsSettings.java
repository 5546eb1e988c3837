package io.tidemark.streamkit.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// How one Kafka Streams application runs.
///
/// @param stateDir where state stores live; two instances on one machine need two
/// @param threads stream threads, 1 or more
/// @param exactlyOnce true: input offsets, state and output are one transaction; false: after a crash, output may
///     repeat
/// @param commitInterval longest time until output becomes visible to readers of committed records
/// @param standbys copies of each state store on other instances, from 0
/// @param instance name of this instance in facts and metrics
/// @param inputOrder how records of a task's several inputs take their turns
public record StreamsSettings(
        Path stateDir,
        int threads,
        boolean exactlyOnce,
        Duration commitInterval,
        int standbys,
        String instance,
        InputOrder inputOrder) {
    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(100);

    /// A task may move to an instance that has to restore this many records first: less than 0.1 s. With 0 a new
    /// instance would get no task before the next probing rebalance, however small the state is.
    private static final long ACCEPTABLE_LAG_RECORDS = 10_000;

    /// How soon tasks with large state follow their warm-up copies to a new instance; the least that Kafka Streams
    /// allows, instead of ten minutes.
    private static final long PROBING_INTERVAL_MS = 60_000;

    /// A topic that is written to rarely, such as the timeline at a swap, must not be forgotten in between: the record
    /// that comes then would wait until the broker is asked where it is.
    private static final long METADATA_IDLE_MS = Duration.ofDays(7).toMillis();

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;
    private static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;
    private static final int BATCH_BYTES = 128 * 1024;

    public StreamsSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("Found " + threads + " stream threads, expected 1 or more.");
        }
        if (standbys < 0) {
            throw new IllegalArgumentException("Found " + standbys + " standbys, expected 0 or more.");
        }
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            throw new IllegalArgumentException(
                    "Found the commit interval " + commitInterval + ", expected more than 0.");
        }
    }

    /// Settings of a service whose inputs are taken by time.
    public StreamsSettings(
            Path stateDir, int threads, boolean exactlyOnce, Duration commitInterval, int standbys, String instance) {
        this(stateDir, threads, exactlyOnce, commitInterval, standbys, instance, InputOrder.BY_TIME);
    }

    /// These settings with another order of inputs.
    public StreamsSettings with(InputOrder order) {
        return new StreamsSettings(stateDir, threads, exactlyOnce, commitInterval, standbys, instance, order);
    }

    /// How records of several inputs of one task take their turns.
    public enum InputOrder {
        /// The earliest of what was fetched comes first, and an input whose records are known but not fetched is waited
        /// for.
        BY_TIME(0),

        /// The earliest of what was fetched comes first, and nothing is waited for: for counts that commute. Spares
        /// what Kafka Streams writes down of each empty input with each record, a seventh of a thread of the drift
        /// monitor.
        AS_FETCHED(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

        private final long maxTaskIdleMs;

        InputOrder(long maxTaskIdleMs) {
            this.maxTaskIdleMs = maxTaskIdleMs;
        }
    }

    /// Properties for Kafka Streams.
    ///
    /// @param common properties of all clients; the user's win over ours where both name one
    Map<String, Object> properties(String applicationId, Map<String, Object> common) {
        Map<String, Object> p = new HashMap<>();
        p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, inputOrder.maxTaskIdleMs);
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        p.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, ACCEPTABLE_LAG_RECORDS);
        p.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_INTERVAL_MS);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbBudget.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecordHandler.class);
        // Without Kafka Streams' prefixes, which would win over the plain names that a user writes.
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        p.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        p.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        p.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MS);
        p.putAll(common);
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        p.put(StreamsConfig.CLIENT_ID_CONFIG, applicationId + "-" + instance);
        return p;
    }
}
