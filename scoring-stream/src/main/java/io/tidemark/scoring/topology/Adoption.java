package io.tidemark.scoring.topology;

import org.jspecify.annotations.Nullable;

/// Which activation a partition answers under, as the state store keeps it: `<offset on the timeline> <event_id>`.
record Adoption(long offset, String eventId) {
    /// Nothing adopted yet.
    static final Adoption NONE = new Adoption(-1, "");

    static Adoption parse(@Nullable String stored) {
        if (stored == null) {
            return NONE;
        }
        int space = stored.indexOf(' ');
        return new Adoption(Long.parseLong(stored.substring(0, space)), stored.substring(space + 1));
    }

    String stored() {
        return offset + " " + eventId;
    }
}
