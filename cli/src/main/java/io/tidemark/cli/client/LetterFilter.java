package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which dead letters are meant.
public final class LetterFilter {
    private final Set<String> oneReader;
    private final @Nullable String topic;
    private final @Nullable String reason;
    private final @Nullable String model;

    private LetterFilter(
            Set<String> oneReader, @Nullable String topic, @Nullable String reason, @Nullable String model) {
        this.oneReader = oneReader;
        this.topic = topic;
        this.reason = reason;
        this.model = model;
    }

    /// A filter; what is null restricts nothing.
    ///
    /// @param topic a name of the catalogue, without prefix; null: any
    /// @param reason a reason code; null: any
    /// @param model name of a model; null: any
    /// @throws UserError when the catalogue has no such topic
    public static LetterFilter of(
            KafkaSettings settings, @Nullable String topic, @Nullable String reason, @Nullable String model) {
        return new LetterFilter(
                Redrive.ONE_READER.stream().map(settings::name).collect(Collectors.toSet()),
                topic == null ? null : nameOf(settings, topic),
                reason,
                model);
    }

    private static String nameOf(KafkaSettings settings, String topic) {
        return Topics.find(topic)
                .map(settings::name)
                .orElseThrow(() -> new UserError("Found --topic " + topic + ", expected one of "
                        + Topics.all().stream().map(TopicSpec::name).collect(Collectors.joining(", ")) + "."));
    }

    /// True for letters that are meant, whatever is to be done with them.
    public boolean matches(DeadLetter letter) {
        return (topic == null || topic.equals(letter.getTopic()))
                && (reason == null || reason.equals(letter.getReason()))
                && (model == null || model.equals(letter.getModel()));
    }

    /// True for letters that are to be sent again as they are. Sending again what cannot succeed makes a new letter:
    /// that has to be asked for; and so has what goes to a topic with many readers.
    ///
    /// @param all also letters that will fail again unless something else changed
    public boolean mayBeSent(DeadLetter letter, boolean all) {
        return matches(letter) && (letter.getRedrivable() || all) && (topic != null || hasOneReader(letter));
    }

    /// True when sending the letter's record again reaches nobody twice; see [Redrive#ONE_READER].
    public boolean hasOneReader(DeadLetter letter) {
        return oneReader.contains(letter.getTopic());
    }

    /// What sending such letters again does to others; empty when nothing.
    public Optional<String> warning() {
        return topic == null || oneReader.contains(topic)
                ? Optional.empty()
                : Optional.of("Not only Tidemark's service that failed reads " + topic
                        + ": all its readers get these records a second time.");
    }
}
