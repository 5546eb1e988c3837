package io.tidemark.streamkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.streamkit.runtime.StreamsSettings.InputOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final StreamsSettings SETTINGS =
            new StreamsSettings(Path.of("state"), 2, true, Duration.ofMillis(50), 1, "instance-1");

    /// Spring Boot manages an older one; 4.3.0 leaks native memory.
    @Test
    void kafkaIsTheVersionThatWasChosen() {
        assertThat(AppInfoParser.getVersion()).isEqualTo("4.3.1");
    }

    @Test
    void transactionsAreOnAndShortAndStateIsWhereItWasToldToBe() {
        StreamsConfig config = config(Map.of());

        assertThat(config.getString(StreamsConfig.APPLICATION_ID_CONFIG)).isEqualTo("application");
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(50);
        assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(2);
        assertThat(config.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
        assertThat(config.getString(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo("state");
        assertThat(config.getClass(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG))
                .isEqualTo(FailedRecordHandler.class);
        assertThat(config.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
                .isEqualTo(RocksDbBudget.class);
    }

    @Test
    void inputsWaitForEachOtherUnlessTheirOrderSaysNothing() {
        assertThat(config(Map.of()).getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG))
                .isZero();
        assertThat(SETTINGS.with(InputOrder.AS_FETCHED).properties("application", Map.of()))
                .containsEntry(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }

    @Test
    void clientsGetWhatTheServicesNeed() {
        StreamsConfig config = config(Map.of());
        Map<String, Object> consumer = config.getMainConsumerConfigs("group", "client", 0);
        Map<String, Object> producer = config.getProducerConfigs("client");

        assertThat(consumer)
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000)
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        assertThat(producer)
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000)
                .containsEntry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 604_800_000L)
                .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 6 * 1024 * 1024);
    }

    /// A new instance has to get its share soon, or scaling out does nothing when it is needed.
    @Test
    void tasksMoveToANewInstanceWithoutALongWait() {
        StreamsConfig config = config(Map.of());

        assertThat(config.getLong(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG)).isEqualTo(10_000);
        assertThat(config.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG))
                .isEqualTo(60_000);
    }

    @Test
    void atLeastOnceIsThereForThoseWhoWantIt() {
        StreamsSettings settings = new StreamsSettings(Path.of("state"), 1, false, Duration.ofMillis(50), 0, "i");

        assertThat(settings.properties("application", Map.of()))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    }

    @Test
    void whatTheUserSetsWins() {
        StreamsConfig config = config(Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                "6000",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                "17",
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                "3"));

        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000")
                .containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "17");
        assertThat(config.getProducerConfigs("client")).containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        assertThat(config.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG)).isEqualTo(3);
    }

    @Test
    void nonsenseIsRefusedWithWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamsSettings(Path.of("s"), 0, true, Duration.ofMillis(1), 0, "i"))
                .withMessageContaining("0 stream threads, expected 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamsSettings(Path.of("s"), 1, true, Duration.ZERO, 0, "i"))
                .withMessageContaining("commit interval");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamsSettings(Path.of("s"), 1, true, Duration.ofMillis(1), -1, "i"))
                .withMessageContaining("-1 standbys");
    }

    private static StreamsConfig config(Map<String, Object> user) {
        Map<String, Object> common = new HashMap<>(user);
        common.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return new StreamsConfig(SETTINGS.properties("application", common));
    }
}
