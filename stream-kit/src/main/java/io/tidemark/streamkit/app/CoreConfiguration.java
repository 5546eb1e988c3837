package io.tidemark.streamkit.app;

import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What each service needs: the settings all share, the clock, the topics.
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
}
