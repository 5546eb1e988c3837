package io.tidemark.feedback.trial;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// What is known up to now of a request that counts in a trial.
///
/// @param dueMs when it is forgotten, wall clock, milliseconds since 1970-01-01 UTC
/// @param answer who answered; null: not read yet
/// @param shadow value of the record of the shadow's answer; null: not read, or there is none
/// @param outcome value of the record of the outcome; null: not read yet
record RequestTrace(
        long dueMs,
        @Nullable Answer answer,
        @Nullable Bytes shadow,
        @Nullable Bytes outcome) {
    private static final byte KIND = 73;

    RequestTrace dueAt(long atMs) {
        return new RequestTrace(atMs, answer, shadow, outcome);
    }

    RequestTrace with(Answer found) {
        return new RequestTrace(dueMs, found, shadow, outcome);
    }

    RequestTrace withShadow(byte[] found) {
        return new RequestTrace(dueMs, answer, Bytes.wrap(found), outcome);
    }

    RequestTrace withOutcome(byte[] found) {
        return new RequestTrace(dueMs, answer, shadow, Bytes.wrap(found));
    }

    byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeLong(dueMs);
        out.writeByte((byte) (answer == null ? 0 : 1));
        if (answer != null) {
            out.writeText(answer.activationId());
            out.writeText(answer.variant());
            out.writeText(answer.key());
            out.writeInt(answer.partition());
            out.writeLong(answer.offset());
        }
        write(shadow, out);
        write(outcome, out);
        return out.toBytes();
    }

    /// The trace; empty when another release wrote it: that request does not count.
    static Optional<RequestTrace> fromBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != KIND) {
            return Optional.empty();
        }
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "the trace of a request");
        long dueMs = in.readLong();
        Answer answer = in.readByte() == 1
                ? new Answer(
                        in.readText("activation"),
                        in.readText("variant"),
                        in.readText("key"),
                        in.readInt(),
                        in.readLong())
                : null;
        RequestTrace trace = new RequestTrace(dueMs, answer, read("a shadow's answer", in), read("an outcome", in));
        in.expectEnd();
        return Optional.of(trace);
    }

    private static void write(@Nullable Bytes bytes, StateWriter out) {
        out.writeByte((byte) (bytes == null ? 0 : 1));
        if (bytes != null) {
            out.writeBytes(bytes.get());
        }
    }

    private static @Nullable Bytes read(String what, StateReader in) {
        return in.readByte() == 0 ? null : Bytes.wrap(in.readBytes(what));
    }

    /// Who answered a request.
    ///
    /// @param activationId the activation that routed it
    /// @param variant champion or challenger
    /// @param key what it was routed by
    /// @param partition partition of the request, from 0
    /// @param offset offset of the request, from 0
    record Answer(String activationId, String variant, String key, int partition, long offset) {}
}
