package io.tidemark.bridge;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineState;
import java.util.List;

/// The timeline, as the bridge needs it.
public interface TimelineLog {
    /// Everything that it says by now.
    TimelineState read();

    /// Appends facts, of which either all are there afterwards or none. One whose id is there already is left out.
    void append(List<TimelineEvent> facts);
}
