package io.tidemark.model.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log of updates from which an entity's history at any past moment is played back, as a scorer would have kept it.
/// Moments are milliseconds since 1970-01-01 UTC, or offsets of the log; all of one log are of one kind. Moments that
/// are asked for in their order are cheapest. Belongs to one thread.
public final class PastUpdates {
    private final Map<String, Map<String, Entity>> entities = new HashMap<>();
    private long size;

    /// Adds an update; they are to come in the order in which they arrived.
    ///
    /// @param since the moment from which on it is known: when it arrived, its event time to take it for punctual, or
    ///     its offset
    public void add(ViewUpdate update, long since) {
        entities.computeIfAbsent(update.view(), ignored -> new HashMap<>())
                .computeIfAbsent(update.entity(), ignored -> new Entity())
                .add(new Known(update, since));
        size++;
    }

    /// Number of updates.
    public long size() {
        return size;
    }

    /// What was known of an entity at a moment; null when nothing was told of it, ever. It is valid until the next
    /// call.
    public @Nullable ViewHistory at(String view, String entity, long moment) {
        Entity found = entities.getOrDefault(view, Map.of()).get(entity);
        return found == null ? null : found.at(moment);
    }

    private record Known(ViewUpdate update, long since) {}

    private static final class Entity {
        private final List<Known> updates = new ArrayList<>();
        private boolean sorted = true;
        private ViewHistory history = new ViewHistory();
        private int played;
        private long playedTo = Long.MIN_VALUE;

        void add(Known update) {
            sorted &= updates.isEmpty() || updates.getLast().since() <= update.since();
            updates.add(update);
            rewind();
        }

        ViewHistory at(long moment) {
            if (!sorted) {
                // Stable: of one moment, the order of arrival stays.
                updates.sort(Comparator.comparingLong(Known::since));
                sorted = true;
            }
            if (moment < playedTo) {
                rewind();
            }
            while (played < updates.size() && updates.get(played).since() <= moment) {
                history.put(updates.get(played++).update());
            }
            playedTo = moment;
            return history;
        }

        private void rewind() {
            history = new ViewHistory();
            played = 0;
            playedTo = Long.MIN_VALUE;
        }
    }
}
