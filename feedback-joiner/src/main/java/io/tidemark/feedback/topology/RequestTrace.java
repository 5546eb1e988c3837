package io.tidemark.feedback.topology;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final byte VERSION = 1;

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(dueMs);
            out.writeBoolean(answer != null);
            if (answer != null) {
                StateBytes.writeText(answer.activationId(), out);
                StateBytes.writeText(answer.variant(), out);
                StateBytes.writeText(answer.key(), out);
            }
            StateBytes.write(shadow == null ? null : shadow.get(), out);
            StateBytes.write(outcome == null ? null : outcome.get(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return bytes.toByteArray();
    }

    static RequestTrace fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Found the trace of a request of version " + version + ", expected " + VERSION + ".");
            }
            long dueMs = in.readLong();
            Answer answer = in.readBoolean()
                    ? new Answer(StateBytes.readText(in), StateBytes.readText(in), StateBytes.readText(in))
                    : null;
            return new RequestTrace(
                    dueMs, answer, wrapped(StateBytes.readNullable(in)), wrapped(StateBytes.readNullable(in)));
        } catch (IOException e) {
            throw new UncheckedIOException("The trace of a request is cut off.", e);
        }
    }

    private static @Nullable Bytes wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : Bytes.wrap(bytes);
    }

    /// Who answered a request.
    ///
    /// @param activationId the activation that routed it
    /// @param variant champion or challenger
    /// @param key what it was routed by
    record Answer(String activationId, String variant, String key) {}
}
