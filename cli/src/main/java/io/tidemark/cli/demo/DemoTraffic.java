package io.tidemark.cli.demo;

import io.tidemark.cli.client.DelayedLabels;
import io.tidemark.cli.client.Pace;
import io.tidemark.cli.client.RequestSource;
import io.tidemark.cli.client.Sender;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Plays the world: requests at a steady rate; labels one to four seconds later, in no order; two in a hundred
/// labels come before their requests, one in a hundred never.
final class DemoTraffic implements AutoCloseable {
    private static final int MIN_LABEL_DELAY_MS = 1_000;
    private static final double EARLY_SHARE = 0.02;
    private static final double WITHHELD_SHARE = 0.01;

    private final Sender sender;
    private final Topic<PredictionRequest> requests;
    private final Topic<GroundTruth> truths;
    private final RequestSource source;
    private final DelayedLabels labels;
    private final SplittableRandom random;
    private final double rate;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong labelsSent = new AtomicLong();
    private final Set<String> withheld = ConcurrentHashMap.newKeySet();

    DemoTraffic(KafkaSettings settings, ModelManifest manifest, double rate, long seed) {
        TopicBinding topics = new TopicBinding(settings);
        this.sender = new Sender(settings);
        this.requests = topics.of(Topics.REQUESTS);
        this.truths = topics.of(Topics.GROUND_TRUTH);
        this.source = new RequestSource(manifest);
        this.labels = new DelayedLabels(Duration.ZERO, this::sendLabel);
        this.random = new SplittableRandom(seed);
        this.rate = rate;
    }

    /// Sends rows until there are none left or `stop` says so.
    ///
    /// @param phase first part of the request ids
    /// @param rows gives the next row, or null at the end
    void play(String phase, Supplier<@Nullable DemoRow> rows, BooleanSupplier stop) {
        Pace pace = new Pace(rate);
        long number = 0;
        for (DemoRow row = rows.get(); row != null && !stop.getAsBoolean(); row = rows.get()) {
            pace.await();
            send(phase + "-" + row.id() + "-" + number++, row);
        }
        sender.flush();
    }

    private void send(String id, DemoRow row) {
        Instant now = Instant.now();
        Duration delay = Duration.ofMillis(random.nextInt(MIN_LABEL_DELAY_MS, DemoSettings.MAX_LABEL_DELAY_MS));
        GroundTruth label = source.label(id, row.label(), now.plus(delay));
        double fate = random.nextDouble();
        if (fate < EARLY_SHARE) {
            sendLabel(label);
        } else if (fate < EARLY_SHARE + WITHHELD_SHARE) {
            withheld.add(id);
        } else {
            labels.add(label, delay);
        }
        sender.send(requests, id, source.request(id, row.values(), now));
        sent.incrementAndGet();
    }

    private void sendLabel(GroundTruth label) {
        sender.send(truths, label.getRequestId(), label);
        labelsSent.incrementAndGet();
    }

    /// Waits until all labels that are not withheld were sent.
    void drain() {
        labels.drain();
        sender.flush();
    }

    long requestsSent() {
        return sent.get();
    }

    long labelsSent() {
        return labelsSent.get();
    }

    /// Requests whose label never comes.
    Set<String> withheld() {
        return Set.copyOf(withheld);
    }

    @Override
    public void close() {
        labels.close();
        sender.close();
    }
}
