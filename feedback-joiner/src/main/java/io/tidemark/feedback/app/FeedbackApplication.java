package io.tidemark.feedback.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.topology.FeedbackTopology;
import io.tidemark.feedback.trial.RolloutTopology;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.ModelsProperties;
import io.tidemark.streamkit.app.ServiceLifecycle;
import io.tidemark.streamkit.app.StreamsProperties;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the feedback joiner.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedbackProperties.class)
@Import(CoreConfiguration.class)
public class FeedbackApplication {
    /// Bundles are fetched once for both streams.
    @Bean
    RegistryTerms registryTerms(ModelRegistry registry, ModelsProperties models, MeterRegistry meters, Clock clock) {
        return new RegistryTerms(registry, models.toFolder(), meters, clock);
    }

    @Bean
    FeedbackService feedbackService(
            TopicBinding topics,
            RegistryTerms terms,
            FeedbackProperties joiner,
            StreamsProperties streams,
            MeterRegistry meters,
            Clock clock) {
        return new FeedbackService(
                topics, terms, joiner.toConfig(), streams.forService(FeedbackTopology.SERVICE), meters, clock);
    }

    /// Bean name `feedbackJoiner`: the health component bears it.
    @Bean
    ServiceLifecycle feedbackJoiner(FeedbackService service) {
        return new ServiceLifecycle(service.runtime(), service::start, service::close);
    }

    @Bean
    RolloutService rolloutService(
            TopicBinding topics,
            ModelRegistry registry,
            RegistryTerms terms,
            FeedbackProperties joiner,
            StreamsProperties streams,
            MeterRegistry meters,
            Clock clock) {
        return new RolloutService(
                topics, terms, registry, joiner.toConfig(), streams.forService(RolloutTopology.SERVICE), meters, clock);
    }

    /// Bean name `rollout`: the health component bears it.
    @Bean
    ServiceLifecycle rollout(RolloutService service) {
        return new ServiceLifecycle(service.runtime(), service::start, service::close);
    }
}
