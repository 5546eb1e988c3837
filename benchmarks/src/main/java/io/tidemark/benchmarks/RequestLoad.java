package io.tidemark.benchmarks;

import io.tidemark.cli.client.RequestSource;
import io.tidemark.cli.client.Sender;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.RowReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Writes many requests to the log.
final class RequestLoad {
    private final KafkaSettings kafka;
    private final ModelManifest manifest;
    private final LocatedData data;

    RequestLoad(KafkaSettings kafka, ModelManifest manifest, LocatedData data) {
        this.kafka = kafka;
        this.manifest = manifest;
        this.data = data;
    }

    /// Requests of the data's first rows.
    List<PredictionRequest> sample(int count) {
        RequestSource source = new RequestSource(manifest);
        Instant now = Instant.now();
        List<PredictionRequest> sample = new ArrayList<>();
        new RowReader(manifest, data.file()).forEach(row -> {
            if (sample.size() < count) {
                sample.add(source.request("sample-" + sample.size(), row.values(), now));
            }
        });
        return sample;
    }

    /// Sends the data's rows, over and over, each with an id of its own.
    void send(int count) {
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, data.file()).forEach(rows::add);
        Topic<PredictionRequest> topic = new TopicBinding(kafka).of(Topics.REQUESTS);
        RequestSource source = new RequestSource(manifest);
        Instant now = Instant.now();
        try (Sender sender = new Sender(kafka)) {
            for (int i = 0; i < count; i++) {
                String id = "bench-" + i;
                sender.send(
                        topic, id, source.request(id, rows.get(i % rows.size()).values(), now));
            }
        }
    }
}
