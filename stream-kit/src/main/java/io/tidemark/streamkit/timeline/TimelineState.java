package io.tidemark.streamkit.timeline;

import io.tidemark.event.Activated;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Everything that the timeline says up to a moment, by model.
public final class TimelineState {
    private final Map<String, List<TimelineEntry>> entries = new LinkedHashMap<>();

    /// Reads the whole timeline.
    public static TimelineState read(TopicReader reader, Topic<TimelineEvent> topic) {
        TimelineState state = new TimelineState();
        reader.read(
                topic.name(),
                message -> TimelineEntry.read(topic, message.offset(), message.value())
                        .ifPresent(state::accept));
        return state;
    }

    /// Adds a fact; facts come in the order of the log.
    public void accept(TimelineEntry entry) {
        entries.computeIfAbsent(entry.event().getModel(), model -> new ArrayList<>())
                .add(entry);
    }

    /// Names of the models that the timeline knows, sorted.
    public Set<String> models() {
        return new TreeSet<>(entries.keySet());
    }

    /// Facts about a model, oldest first.
    public List<TimelineEntry> of(String model) {
        return Collections.unmodifiableList(entries.getOrDefault(model, List.of()));
    }

    /// The newest activation of a model.
    public Optional<TimelineEntry> activation(String model) {
        return of(model).reversed().stream()
                .filter(entry -> entry.event().getFact() instanceof Activated)
                .findFirst();
    }

    /// The version that is to answer for a model.
    public Optional<VersionRef> champion(String model) {
        return activation(model).map(entry -> ((Activated) entry.event().getFact()).getChampion());
    }

    /// True when a fact of this id is on the timeline.
    public boolean contains(String model, String eventId) {
        return of(model).stream().anyMatch(entry -> entry.event().getEventId().equals(eventId));
    }
}
