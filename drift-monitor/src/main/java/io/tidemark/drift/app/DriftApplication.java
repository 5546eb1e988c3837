package io.tidemark.drift.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.drift.topology.DriftTopology;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.ServiceLifecycle;
import io.tidemark.streamkit.app.StreamsProperties;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the drift monitor.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DriftProperties.class)
@Import(CoreConfiguration.class)
public class DriftApplication {
    @Bean
    DriftService driftService(
            TopicBinding topics,
            ModelRegistry registry,
            DriftProperties drift,
            StreamsProperties streams,
            MeterRegistry meters,
            Clock clock) {
        return new DriftService(
                topics, registry, drift.toConfig(), streams.forService(DriftTopology.SERVICE), meters, clock);
    }

    /// Bean name `driftMonitor`: the health component bears it.
    @Bean
    ServiceLifecycle driftMonitor(DriftService service) {
        return new ServiceLifecycle(service.runtime(), service::start, service::close);
    }
}
