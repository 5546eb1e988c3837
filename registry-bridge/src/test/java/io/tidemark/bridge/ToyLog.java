package io.tidemark.bridge;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import java.util.ArrayList;
import java.util.List;

/// A timeline in memory.
final class ToyLog implements TimelineLog {
    private final List<TimelineEvent> events = new ArrayList<>();

    List<TimelineEvent> events() {
        return events;
    }

    @Override
    public TimelineState read() {
        TimelineState state = new TimelineState();
        for (int i = 0; i < events.size(); i++) {
            state.accept(new TimelineEntry(i, events.get(i)));
        }
        return state;
    }

    @Override
    public void append(List<TimelineEvent> facts) {
        events.addAll(facts);
    }
}
