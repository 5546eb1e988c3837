package io.tidemark.scoring.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.scoring.shadow.ShadowService;
import io.tidemark.scoring.topology.ShadowTopology;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.StreamsProperties;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of shadow scoring, beside the scoring stream or alone.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScoringProperties.class)
@Import(CoreConfiguration.class)
public class ShadowApplication {
    @Bean
    ShadowService shadowService(
            TopicBinding topics,
            ModelRegistry registry,
            ScoringProperties scoring,
            StreamsProperties streams,
            MeterRegistry meters,
            Clock clock) {
        return new ShadowService(
                topics, registry, scoring.toConfig(), streams.forService(ShadowTopology.SERVICE), meters, clock);
    }

    /// Bean name `shadowScoring`: the health component bears it.
    @Bean
    ShadowLifecycle shadowScoring(ShadowService service, ObjectProvider<ScoringService> scorer) {
        return new ShadowLifecycle(service, scorer.getIfAvailable() == null);
    }
}
