package io.tidemark.notifier.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the notifier.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotifierProperties.class, SlackProperties.class})
@Import(CoreConfiguration.class)
public class NotifierApplication {
    /// Bean name `notifier`: the health component bears it. The lifecycle closes the service.
    @Bean
    NotifierLifecycle notifier(
            NotifierProperties notifier,
            SlackProperties slack,
            TopicBinding topics,
            MeterRegistry meters,
            Clock clock) {
        return new NotifierLifecycle(new NotifierService(notifier.toConfig(slack), topics, meters, clock));
    }
}
