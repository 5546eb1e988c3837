package io.tidemark.streamkit.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What each service needs: the settings all share, the clock, the topics, the model registry.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({
    KafkaProperties.class,
    StreamsProperties.class,
    RegistryProperties.class,
    ModelsProperties.class
})
@Import(SettingsCheck.class)
public class CoreConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(CoreConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    KafkaSettings kafkaSettings(KafkaProperties properties) {
        return properties.toSettings();
    }

    @Bean
    TopicBinding topicBinding(KafkaSettings settings) {
        return new TopicBinding(settings);
    }

    /// One for all services of the process: they share what they learn about its being down.
    @Bean
    ModelRegistry modelRegistry(RegistryProperties properties) {
        return Registries.open(
                properties.toSettings(),
                System.getenv(),
                (what, cause) -> LOG.warn("{}: {}", what, cause.getMessage()));
    }

    /// Bean name `modelRegistryState`: the health component bears it.
    @Bean
    RegistryHealth modelRegistryState(ModelRegistry registry, MeterRegistry meters) {
        return new RegistryHealth(registry, meters);
    }
}
