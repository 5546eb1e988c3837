package io.tidemark.benchmarks;

import io.tidemark.cli.client.Pace;
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

/// Sends requests at a steady rate until it is stopped.
final class SwapTraffic implements AutoCloseable {
    private final KafkaSettings kafka;
    private final RequestSource source;
    private final List<DataRow> rows = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("swap-traffic").unstarted(this::run);
    private final double perSecond;
    private volatile boolean stopped;
    private volatile int sent;

    SwapTraffic(KafkaSettings kafka, ModelManifest manifest, LocatedData data, double perSecond) {
        this.kafka = kafka;
        this.source = new RequestSource(manifest);
        this.perSecond = perSecond;
        new RowReader(manifest, data.file()).forEach(rows::add);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Topic<PredictionRequest> topic = new TopicBinding(kafka).of(Topics.REQUESTS);
        Pace pace = new Pace(perSecond);
        try (Sender sender = new Sender(kafka)) {
            for (int i = 0; !stopped; i++) {
                pace.await();
                String id = "swap-" + i;
                sender.send(
                        topic, id, source.request(id, rows.get(i % rows.size()).values(), Instant.now()));
                sent = i + 1;
            }
        }
    }

    /// Stops.
    ///
    /// @return requests that were sent, all of them on the log
    int stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
