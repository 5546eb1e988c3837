package io.tidemark.trainer.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.app.CoreConfiguration;
import io.tidemark.streamkit.app.ModelsProperties;
import io.tidemark.streamkit.app.StreamsProperties;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.retrain.RetrainWorker;
import io.tidemark.trainer.retrain.RunPublisher;
import io.tidemark.trainer.run.TrainingService;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Beans of the trainer.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrainerProperties.class)
@Import(CoreConfiguration.class)
public class TrainerApplication {
    @Bean(destroyMethod = "close")
    RunPublisher runPublisher(TopicBinding topics, StreamsProperties streams) {
        return new RunPublisher(topics, streams.forService("trainer").instance());
    }

    /// Bean name `trainer`: the health component bears it.
    @Bean
    RetrainConsumer trainer(
            TopicBinding topics,
            ModelRegistry registry,
            ModelsProperties models,
            TrainerProperties properties,
            RunPublisher publisher,
            MeterRegistry meters,
            Clock clock) {
        TrainingService service = new TrainingService(
                registry,
                new DataLocator(properties.cacheDir(), DataLocator.searchDirs(models.dir()), Progress.NONE)
                        .withCluster(topics),
                properties.runsDir(),
                properties.threadsOrCores());
        RetrainWorker worker = new RetrainWorker(service, registry, models.toFolder(), topics, publisher, clock);
        return new RetrainConsumer(worker, publisher, topics, new DeadLetterFactory("trainer", clock, meters));
    }
}
