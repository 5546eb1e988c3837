package io.tidemark.scoring.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.scoring.topology.ScoringTopology;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.ServiceLifecycle;
import io.tidemark.streamkit.app.StreamsProperties;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the scoring stream.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScoringProperties.class)
@Import(CoreConfiguration.class)
public class ScoringApplication {
    @Bean
    ScoringService scoringService(
            TopicBinding topics,
            ModelRegistry registry,
            ScoringProperties scoring,
            StreamsProperties streams,
            MeterRegistry meters,
            Clock clock) {
        return new ScoringService(
                ScoringTopology.SERVICE,
                topics,
                registry,
                scoring.toConfig(),
                streams.forService(ScoringTopology.SERVICE),
                meters,
                clock);
    }

    /// Bean name `scoringStream`: the health component bears it.
    @Bean
    ServiceLifecycle scoringStream(ScoringService service) {
        return new ServiceLifecycle(service.runtime(), service::start, service::close);
    }

    /// Bean name `scoringModels`: part of readiness. A registry that is down does not matter to it, a model that is
    /// not there does.
    @Bean
    HealthIndicator scoringModels(ScoringService service) {
        return () -> service.hasModel()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("state", "The timeline names versions, and none is ready here.")
                        .build();
    }

    /// Shadow scoring beside it, unless it runs elsewhere.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "tidemark.scoring.shadow", matchIfMissing = true)
    @Import(ShadowApplication.class)
    static class Shadow {}
}
