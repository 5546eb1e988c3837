package io.tidemark.cli.history;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.scoring.replay.Truth;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Labels that came so far, by request id, from `outcomes`; of a request with corrections the highest revision.
final class KnownLabels {
    private KnownLabels() {}

    /// The labels of a model; those that are no number, or none of its classes, are passed over.
    static Map<String, Truth> read(TopicBinding topics, BundleDescriptor descriptor) {
        Map<String, Truth> labels = new HashMap<>();
        Map<String, Integer> revisions = new HashMap<>();
        Topic<Outcome> outcomes = topics.of(Topics.OUTCOMES);
        new TopicReader(topics.settings()).read(outcomes.name(), message -> {
            Outcome outcome = outcomes.values().deserializer().deserialize(outcomes.name(), message.value());
            if (outcome == null
                    || !outcome.getModel().equals(descriptor.model())
                    || outcome.getStatus() == OutcomeStatus.EXPIRED
                    || revisions.getOrDefault(outcome.getRequestId(), -1) > outcome.getRevision()) {
                return;
            }
            truth(outcome.getLabel(), descriptor).ifPresent(label -> {
                labels.put(outcome.getRequestId(), label);
                revisions.put(outcome.getRequestId(), outcome.getRevision());
            });
        });
        return labels;
    }

    static Optional<Truth> truth(@Nullable Object label, BundleDescriptor descriptor) {
        if (label == null) {
            return Optional.empty();
        }
        return switch (descriptor.task()) {
            case REGRESSION ->
                label instanceof Number number && Double.isFinite(number.doubleValue())
                        ? Optional.of(new Truth.OfNumber(number.doubleValue()))
                        : Optional.empty();
            case BINARY, MULTICLASS ->
                descriptor.classes().stream()
                        .filter(name -> isClass(label, name))
                        .findFirst()
                        .map(Truth.OfClass::new);
        };
    }

    /// Classes are texts, labels whatever the producer's client made of them: `1`, `1.0` and `true` are one class.
    private static boolean isClass(Object label, String name) {
        return switch (label) {
            case Boolean yes -> name.equalsIgnoreCase(yes.toString()) || name.equals(yes ? "1" : "0");
            case Number number -> name.equals(number.toString()) || name.equals(Long.toString(number.longValue()));
            default -> name.equals(label.toString());
        };
    }
}
