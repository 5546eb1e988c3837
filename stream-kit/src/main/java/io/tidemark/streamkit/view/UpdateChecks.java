package io.tidemark.streamkit.view;

import io.tidemark.event.FeatureUpdate;
import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewUpdate;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has to hold of a feature update before it is kept. Whether a model takes its values is not asked here: which
/// models there are, and what they take, changes while a value is kept.
public final class UpdateChecks {
    /// Longest name of a view or a feature, and longest id of an entity, characters.
    public static final int MAX_NAME_CHARS = 200;

    /// Longest text among the values, characters.
    public static final int MAX_TEXT_CHARS = 1_000;

    private UpdateChecks() {}

    /// What is wrong with an update.
    ///
    /// @param key key of its record; null when it has none
    /// @param latest latest event time that is believed
    public static Optional<Fault> check(byte @Nullable [] key, FeatureUpdate update, Instant latest) {
        return name("view", update.getView())
                .or(() -> name("entity_id", update.getEntityId()))
                .or(() -> key(key, update.getEntityId()))
                .or(() -> EventChecks.eventTime(update.getEventTime(), latest))
                .or(() -> values(update.getValues()));
    }

    /// The update as views know it.
    public static ViewUpdate toViewUpdate(FeatureUpdate update) {
        return new ViewUpdate(
                update.getView(), update.getEntityId(), update.getEventTime().toEpochMilli(), update.getValues());
    }

    /// The key decides on the partition, and with it where the value can be found.
    private static Optional<Fault> key(byte @Nullable [] key, String entity) {
        if (key != null && Arrays.equals(key, entity.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        String found = key == null ? "no record key" : "the record key '" + shown(key) + "'";
        return fault("Found " + found + ", expected the entity_id '" + entity
                + "' as key: requests look for the value on the partition of their entity.");
    }

    private static String shown(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        return text.length() <= MAX_NAME_CHARS ? text : text.substring(0, MAX_NAME_CHARS) + "...";
    }

    private static Optional<Fault> name(String field, String text) {
        return text.isBlank() || text.length() > MAX_NAME_CHARS || text.indexOf('\0') >= 0
                ? fault("Found a " + field + " of " + text.length() + " characters, expected 1 to " + MAX_NAME_CHARS
                        + ", not only white space, and no zero character.")
                : Optional.empty();
    }

    private static Optional<Fault> values(Map<String, @Nullable Object> values) {
        if (values.isEmpty() || values.size() > ViewHistory.MAX_FEATURES) {
            return fault("Found " + values.size() + " values, expected 1 to " + ViewHistory.MAX_FEATURES + ".");
        }
        for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
            Optional<Fault> fault =
                    name("feature name", entry.getKey()).or(() -> value(entry.getKey(), entry.getValue()));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> value(String feature, @Nullable Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Optional.of(new Fault(
                    Reason.NOT_FINITE,
                    "Feature " + feature + ": Found " + number + ", expected a finite number, or null for none."));
        }
        if (value instanceof String text && text.length() > MAX_TEXT_CHARS) {
            return fault("Feature " + feature + ": Found a text of " + text.length() + " characters, expected at most "
                    + MAX_TEXT_CHARS + ".");
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(String message) {
        return Optional.of(new Fault(Reason.INVALID_FIELD, message));
    }
}
