package io.tidemark.cli.stack;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings of the services that run inside the embedded stack.
final class ServiceSettings {
    private ServiceSettings() {}

    /// @param models folder of the manifests
    /// @param overrides overrides of all manifests
    /// @param extra settings that win over these
    static Map<String, Object> of(
            Home home, KafkaSettings kafka, Path models, List<String> overrides, Map<String, Object> extra) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tidemark.kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.put("tidemark.kafka.topic-prefix", kafka.topicPrefix());
        kafka.properties().forEach((key, value) -> settings.put("tidemark.kafka.properties[" + key + "]", value));
        settings.put("tidemark.streams.state-dir", home.state().toString());
        settings.put("tidemark.streams.instance", "embedded");
        settings.put("tidemark.registry.dir", home.registry().toString());
        settings.put("tidemark.models.dir", models.toString());
        for (int i = 0; i < overrides.size(); i++) {
            settings.put("tidemark.models.overrides[" + i + "]", overrides.get(i));
        }
        settings.put("tidemark.scoring.cache-dir", home.bundleCache().toString());
        settings.put("tidemark.trainer.runs-dir", home.runs().toString());
        settings.put("tidemark.trainer.cache-dir", home.dataCache().toString());
        settings.put("server.port", "0");
        settings.putAll(extra);
        return settings;
    }
}
