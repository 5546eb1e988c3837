package io.tidemark.model.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log of updates from which an entity's history at any past moment is played back, as a scorer would have kept it.
/// Rows that come in the order of their times are cheapest. Belongs to one thread.
public final class PastUpdates {
    private final Map<String, Map<String, Entity>> entities = new HashMap<>();
    private long size;

    /// Adds an update; they are to come in the order in which they arrived.
    ///
    /// @param knownMs from when on it is known, milliseconds since 1970-01-01 UTC: when it arrived, or its event time
    /// to
    /// take it for punctual
    public void add(ViewUpdate update, long knownMs) {
        entities.computeIfAbsent(update.view(), ignored -> new HashMap<>())
                .computeIfAbsent(update.entity(), ignored -> new Entity())
                .add(new Known(update, knownMs));
        size++;
    }

    /// Number of updates.
    public long size() {
        return size;
    }

    /// What was known of an entity at a moment; null when nothing was told of it, ever. It is valid until the next
    /// call.
    public @Nullable ViewHistory at(String view, String entity, long timeMs) {
        Entity found = entities.getOrDefault(view, Map.of()).get(entity);
        return found == null ? null : found.at(timeMs);
    }

    private record Known(ViewUpdate update, long sinceMs) {}

    private static final class Entity {
        private final List<Known> updates = new ArrayList<>();
        private boolean sorted = true;
        private ViewHistory history = new ViewHistory();
        private int played;
        private long playedToMs = Long.MIN_VALUE;

        void add(Known update) {
            sorted &= updates.isEmpty() || updates.getLast().sinceMs() <= update.sinceMs();
            updates.add(update);
            rewind();
        }

        ViewHistory at(long timeMs) {
            if (!sorted) {
                // Stable: of one moment, the order of arrival stays.
                updates.sort(Comparator.comparingLong(Known::sinceMs));
                sorted = true;
            }
            if (timeMs < playedToMs) {
                rewind();
            }
            while (played < updates.size() && updates.get(played).sinceMs() <= timeMs) {
                history.put(updates.get(played++).update());
            }
            playedToMs = timeMs;
            return history;
        }

        private void rewind() {
            history = new ViewHistory();
            played = 0;
            playedToMs = Long.MIN_VALUE;
        }
    }
}
