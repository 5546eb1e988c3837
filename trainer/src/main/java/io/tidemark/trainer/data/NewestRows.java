package io.tidemark.trainer.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The newest outcomes by event time, so many at most, each request once with the newest revision of its label. What is
/// kept does not depend on the order of arrival, as a request has one event time.
final class NewestRows {
    private final int limit;
    private final Map<String, ServedRow> byRequest = new HashMap<>();
    private final NavigableSet<ServedRow> byTime = new TreeSet<>(ServedRow.BY_TIME);
    private @Nullable ServedRow floor;
    private long superseded;
    private long older;

    /// @param limit how many, 1 or more
    NewestRows(int limit) {
        this.limit = limit;
    }

    void add(ServedRow row) {
        ServedRow known = byRequest.get(row.requestId());
        if (known != null) {
            superseded++;
            if (row.revision() >= known.revision()) {
                byTime.remove(known);
                put(row);
            }
            return;
        }
        if (floor != null && ServedRow.BY_TIME.compare(row, floor) <= 0) {
            older++;
            return;
        }
        put(row);
        if (byTime.size() > limit) {
            ServedRow oldest = byTime.removeFirst();
            byRequest.remove(oldest.requestId());
            floor = oldest;
            older++;
        }
    }

    private void put(ServedRow row) {
        byRequest.put(row.requestId(), row);
        byTime.add(row);
    }

    /// Rows in the order of their event times.
    List<ServedRow> inOrder() {
        return List.copyOf(byTime);
    }

    /// Outcomes that another revision took the place of, or that were there twice.
    long superseded() {
        return superseded;
    }

    /// Outcomes that there was no room for.
    long older() {
        return older;
    }
}
