package io.tidemark.bridge.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.bridge.hook.HookGate;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.ModelsProperties;
import io.tidemark.streamkit.app.RegistryProperties;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the registry bridge. Where the registry is a folder it has nothing to do.
@Configuration(proxyBeanMethods = false)
@Import(CoreConfiguration.class)
public class BridgeApplication {
    /// Bean name `registryBridge`: the health component bears it.
    @Bean
    BridgeLifecycle registryBridge(
            TopicBinding topics,
            ModelRegistry registry,
            RegistryProperties properties,
            ModelsProperties models,
            Clock clock) {
        return new BridgeLifecycle(Registries.mlflow(registry)
                .map(mlflow -> new BridgeService(
                        topics,
                        registry,
                        mlflow,
                        ForeignImport.find(models.dir(), models.overrides()),
                        properties.pollInterval(),
                        clock)));
    }

    @Bean
    HookController hookController(
            BridgeLifecycle bridge, RegistryProperties properties, MeterRegistry meters, Clock clock) {
        Optional<HookGate> gate = properties.webhookSecret().isEmpty()
                ? Optional.empty()
                : Optional.of(new HookGate(properties.webhookSecret(), clock));
        return new HookController(gate, bridge, meters);
    }
}
