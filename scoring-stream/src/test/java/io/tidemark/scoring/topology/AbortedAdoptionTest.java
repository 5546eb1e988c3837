package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kafka Streams revives a task whose transaction was aborted with the same processor: it calls `init` again, with
/// the state of the last commit.
class AbortedAdoptionTest {
    @TempDir
    private Path folder;

    @Test
    void anAdoptionThatWasAbortedIsWrittenAgain() {
        TopicBinding topics = new TopicBinding(
                new KafkaSettings("unused:9092", "", Map.of(RegistrySettings.URL, "mock://aborted-adoption")));
        ToyModels models = new ToyModels();
        models.serve(ToyModels.activation(5, 1));
        ScoreProcessor processor = new ScoreProcessor(
                new ScoringTopology(
                        topics,
                        ScoringConfig.defaults(folder),
                        models,
                        "instance-1",
                        new SimpleMeterRegistry(),
                        new ToyClock(ToyRequest.TIME)),
                new ModelWaits(Duration.ZERO),
                () -> ExplanationBudget.UNLIMITED);
        PredictionRequest request = ToyRequest.number(0);
        byte[] value = topics.of(Topics.REQUESTS).values().serializer().serialize(Topics.REQUESTS.name(), request);

        MockProcessorContext<Object, SpecificRecord> first = context();
        processor.init(first);
        processor.process(new Record<>(new byte[0], value, ToyRequest.TIME.toEpochMilli(), new RecordHeaders()));
        assertThat(first.forwarded(ScoringNames.TIMELINE)).hasSize(1);

        MockProcessorContext<Object, SpecificRecord> revived = context();
        processor.init(revived);
        processor.process(new Record<>(new byte[0], value, ToyRequest.TIME.toEpochMilli(), new RecordHeaders()));

        assertThat(revived.forwarded(ScoringNames.TIMELINE)).hasSize(1);
        assertThat(revived.forwarded(ScoringNames.PREDICTIONS)).hasSize(1);
        assertThat(revived.<KeyValueStore<String, String>>getStateStore(ScoringNames.ADOPTIONS)
                        .get(ToyModel.NAME))
                .isEqualTo("5 activation-5");
    }

    /// A context whose store is empty, as when nothing was ever committed.
    private static MockProcessorContext<Object, SpecificRecord> context() {
        MockProcessorContext<Object, SpecificRecord> context = new MockProcessorContext<>();
        KeyValueStore<String, String> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ScoringNames.ADOPTIONS), Serdes.String(), Serdes.String())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        context.setRecordMetadata(Topics.REQUESTS.name(), 0, 0);
        context.setCurrentSystemTimeMs(ToyRequest.TIME.toEpochMilli());
        return context;
    }
}
