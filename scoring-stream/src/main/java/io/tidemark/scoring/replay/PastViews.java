package io.tidemark.scoring.replay;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.enrich.Enrichment;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.streamkit.view.UpdateChecks;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What views had of the entities of a range when its requests came: the updates that the log still holds, each known
/// from the timestamp of its record on, joined by the scoring stream's own code.
///
/// The stream takes requests and updates in the order of their timestamps as far as it has both. An update that was on
/// its way when a later request was answered is known here and was not known there: then the values differ. Read when
/// the first version with views is asked; held in memory for the entities of the range. Belongs to one thread.
final class PastViews {
    private final TopicBinding topics;
    private final RequestRange range;
    private final String model;
    private final Enrichment enrichment =
            new Enrichment((view, entity) -> updates().at(view, entity, this.arrivedMs), new CompositeMeterRegistry());
    private @Nullable PastUpdates updates;

    /// Timestamp of the record of the request that is being enriched.
    private long arrivedMs;

    PastViews(TopicBinding topics, RequestRange range, String model) {
        this.topics = topics;
        this.range = range;
        this.model = model;
    }

    /// The request as a version was asked then.
    PredictionRequest enrich(ConsumerRecord<byte[], byte[]> message, PredictionRequest request, ViewJoin views) {
        arrivedMs = message.timestamp();
        return enrichment.enrich(request, message.key(), views);
    }

    private PastUpdates updates() {
        PastUpdates known = updates;
        if (known == null) {
            known = read(entities());
            updates = known;
        }
        return known;
    }

    private Set<String> entities() {
        Set<String> entities = new HashSet<>();
        Topic<PredictionRequest> requests = topics.of(Topics.REQUESTS);
        new TopicReader(topics.settings())
                .readBetween(
                        range.begins(),
                        range.ends(),
                        message -> Replay.decoded(requests, message)
                                .filter(request -> request.getModel().equals(model) && request.getEntityId() != null)
                                .ifPresent(request -> entities.add(request.getEntityId())));
        return entities;
    }

    private PastUpdates read(Set<String> entities) {
        PastUpdates read = new PastUpdates();
        Topic<FeatureUpdate> topic = topics.of(Topics.FEATURE_UPDATES);
        new TopicReader(topics.settings())
                .read(
                        topic.name(),
                        message -> Replay.decoded(topic, message)
                                .filter(update -> entities.contains(update.getEntityId()) && wasKept(message, update))
                                .ifPresent(update -> read.add(UpdateChecks.toViewUpdate(update), message.timestamp())));
        return read;
    }

    /// What the scoring stream would have made a dead letter of was never known.
    private static boolean wasKept(ConsumerRecord<byte[], byte[]> message, FeatureUpdate update) {
        Instant latest = Instant.ofEpochMilli(message.timestamp()).plus(ScoringConfig.DEFAULT_MAX_AHEAD);
        return UpdateChecks.check(message.key(), update, latest).isEmpty();
    }
}
