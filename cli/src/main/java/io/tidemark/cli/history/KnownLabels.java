package io.tidemark.cli.history;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Labels that came so far, by request id, from `outcomes`; of a request with corrections the highest revision.
final class KnownLabels {
    private KnownLabels() {}

    /// The labels of a model: the target, or 1 for the positive class and 0 for the other; none for several classes.
    static Map<String, Double> read(TopicBinding topics, BundleDescriptor descriptor) {
        Map<String, Double> labels = new HashMap<>();
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
            number(outcome.getLabel(), descriptor).ifPresent(label -> {
                labels.put(outcome.getRequestId(), label);
                revisions.put(outcome.getRequestId(), outcome.getRevision());
            });
        });
        return labels;
    }

    static OptionalDouble number(@Nullable Object label, BundleDescriptor descriptor) {
        if (label == null) {
            return OptionalDouble.empty();
        }
        if (descriptor.task() == Task.BINARY) {
            return OptionalDouble.of(isClass(label, descriptor.classes().get(1)) ? 1 : 0);
        }
        // A prediction of several classes holds the probability of one of them: there is no error to square.
        return descriptor.task() == Task.REGRESSION
                        && label instanceof Number number
                        && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
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
