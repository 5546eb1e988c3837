package io.tidemark.scoring.replay;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.model.view.ViewUpdate;
import io.tidemark.scoring.enrich.Enrichment;
import io.tidemark.scoring.enrich.KnownHistory;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.streamkit.view.UpdateChecks;
import io.tidemark.topic.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What views had of the entities of a range when its requests came: the updates that the log still holds on the
/// request's partition, joined by the scoring stream's own code.
///
/// An answer says which updates were known. Where there is none, or one that does not say, an update is known from the
/// timestamp of its record on: that is the order in which the stream takes requests and updates as far as it has both.
/// Read when the first version with views is asked; held in memory for the entities of the range. Belongs to one
/// thread.
final class PastViews {
    private final TopicBinding topics;
    private final RequestRange range;
    private final String model;
    private final Enrichment enrichment = new Enrichment(this::known, new CompositeMeterRegistry());
    private @Nullable Map<Integer, PartitionUpdates> updates;

    /// Partition and timestamp of the record of the request that is being enriched, and what its answer says.
    private int partition;

    private long arrivedMs;
    private OptionalLong updatesEnd = OptionalLong.empty();

    PastViews(TopicBinding topics, RequestRange range, String model) {
        this.topics = topics;
        this.range = range;
        this.model = model;
    }

    /// The request as a version was asked then.
    ///
    /// @param knownBefore offset on the request's partition before which updates of its entity were known; empty when
    ///     nobody says
    PredictionRequest enrich(
            ConsumerRecord<byte[], byte[]> message,
            PredictionRequest request,
            ViewJoin views,
            OptionalLong knownBefore) {
        partition = message.partition();
        arrivedMs = message.timestamp();
        updatesEnd = knownBefore;
        return enrichment.enrich(request, message.key(), views).request();
    }

    private @Nullable KnownHistory known(String view, String entity) {
        PartitionUpdates past = updates().get(partition);
        if (past == null) {
            return null;
        }
        ViewHistory history = updatesEnd.isPresent()
                ? past.byOffset.at(view, entity, updatesEnd.getAsLong() - 1)
                : past.byArrival.at(view, entity, arrivedMs);
        return history == null ? null : new KnownHistory(history, KnownHistory.UNKNOWN_END);
    }

    private Map<Integer, PartitionUpdates> updates() {
        Map<Integer, PartitionUpdates> known = updates;
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

    private Map<Integer, PartitionUpdates> read(Set<String> entities) {
        Map<Integer, PartitionUpdates> read = new HashMap<>();
        Topic<FeatureUpdate> topic = topics.of(Topics.FEATURE_UPDATES);
        Set<UpdatePlace> refused = refused(topic);
        new TopicReader(topics.settings())
                .read(
                        topic.name(),
                        message -> Replay.decoded(topic, message)
                                .filter(update -> entities.contains(update.getEntityId())
                                        && !refused.contains(new UpdatePlace(message.partition(), message.offset()))
                                        && UpdateChecks.check(message.key(), update, EventChecks.ANY_TIME)
                                                .isEmpty())
                                .ifPresent(update -> read.computeIfAbsent(
                                                message.partition(), ignored -> new PartitionUpdates())
                                        .add(UpdateChecks.toViewUpdate(update), message)));
        return read;
    }

    /// Updates that became dead letters were never known. A clock decided on some of them; it is not asked again.
    private Set<UpdatePlace> refused(Topic<FeatureUpdate> updates) {
        Set<UpdatePlace> refused = new HashSet<>();
        ScoringLetters.read(
                topics,
                updates.name(),
                letter -> refused.add(new UpdatePlace(letter.getPartition(), letter.getOffset())));
        return refused;
    }

    private record UpdatePlace(int partition, long offset) {}

    /// The updates of one partition, in both orders.
    private static final class PartitionUpdates {
        private final PastUpdates byOffset = new PastUpdates();
        private final PastUpdates byArrival = new PastUpdates();

        void add(ViewUpdate update, ConsumerRecord<byte[], byte[]> message) {
            byOffset.add(update, message.offset());
            byArrival.add(update, message.timestamp());
        }
    }
}
