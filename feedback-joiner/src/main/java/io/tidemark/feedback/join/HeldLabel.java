package io.tidemark.feedback.join;

import io.tidemark.event.GroundTruth;
import io.tidemark.streamkit.deadletter.Inbound;

/// A label that is remembered.
///
/// @param source its record, for a dead letter
/// @param dueMs until when it is remembered, milliseconds since 1970-01-01 UTC
/// @param used true when it has ended for one prediction, and others of the same request may still come
public record HeldLabel(GroundTruth label, Inbound source, long dueMs, boolean used) {
    /// True when it names no model: it belongs to whichever answered the request.
    boolean isForAll() {
        return label.getModel() == null;
    }

    boolean concerns(String model) {
        return isForAll() || model.equals(label.getModel());
    }

    /// When it came, by the timestamp of its record, milliseconds since 1970-01-01 UTC.
    ///
    /// @param clockMs wall clock; what is dated later counts as of now
    long timeMs(long clockMs) {
        return Math.min(source.timestampMs(), clockMs);
    }

    boolean hasSameScope(HeldLabel other) {
        return isForAll() ? other.isForAll() : concerns(String.valueOf(other.label.getModel())) && !other.isForAll();
    }

    int revision() {
        return label.getRevision();
    }

    HeldLabel asUsed() {
        return new HeldLabel(label, source, dueMs, true);
    }
}
