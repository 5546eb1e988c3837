package io.tidemark.scoring.replay;

import io.tidemark.event.Prediction;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// How a request ended live.
public sealed interface LiveEnd {
    /// It was answered.
    ///
    /// @param version who answered, counted from 1
    /// @param answer what it says
    /// @param bytes fingerprint of the record's value
    /// @param explanationOmitted true when an explanation was wanted and there was no time for it
    /// @param updatesEnd which feature updates of its entity were known: those before this offset; negative when it is
    ///     not said
    record Answered(
            int version,
            String variant,
            PairedAnswer answer,
            Fingerprint bytes,
            boolean explanationOmitted,
            long updatesEnd)
            implements LiveEnd {
        /// The answer's value.
        double value() {
            return answer.value();
        }

        Answered withoutClock() {
            return new Answered(version, variant, answer, bytes, false, updatesEnd);
        }

        static Answered of(Prediction prediction, byte[] value, boolean explanationOmitted, long updatesEnd) {
            return new Answered(
                    prediction.getVersion(),
                    prediction.getVariant().intern(),
                    PairedAnswer.of(prediction),
                    Fingerprint.of(value),
                    explanationOmitted,
                    updatesEnd);
        }
    }

    /// It became a dead letter.
    record GivenUp(String reason) implements LiveEnd {}

    /// The first 16 bytes of the SHA-256 of a value: two values with the same one are the same.
    record Fingerprint(long high, long low) {
        static Fingerprint of(byte[] value) {
            try {
                ByteBuffer digest =
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(value));
                return new Fingerprint(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Each Java platform has SHA-256.", e);
            }
        }
    }
}
