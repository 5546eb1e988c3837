package io.tidemark.streamkit.app;

import io.tidemark.streamkit.runtime.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.streams.*`, for each Kafka Streams service of the process.
///
/// @param stateDir where state stores live; each service has a folder below it
/// @param threads stream threads of each service
/// @param exactlyOnce false: at-least-once, output may repeat after a crash
/// @param commitInterval longest time until output becomes visible to readers of committed records
/// @param standbys copies of each state store on other instances
/// @param instance name of this instance; by default host name and process id
@ConfigurationProperties(prefix = "tidemark.streams", ignoreUnknownFields = false)
public record StreamsProperties(
        @DefaultValue("state") Path stateDir,
        @DefaultValue("1") int threads,
        @DefaultValue("true") boolean exactlyOnce,
        @DefaultValue("100ms") Duration commitInterval,
        @DefaultValue("0") int standbys,
        @DefaultValue("") String instance) {

    /// The settings of one service.
    public StreamsSettings forService(String service) {
        return new StreamsSettings(
                stateDir.resolve(service), threads, exactlyOnce, commitInterval, standbys, instanceName());
    }

    private String instanceName() {
        if (!instance.isBlank()) {
            return instance;
        }
        String host = System.getenv().getOrDefault("HOSTNAME", "local");
        return host + "-" + ProcessHandle.current().pid();
    }
}
