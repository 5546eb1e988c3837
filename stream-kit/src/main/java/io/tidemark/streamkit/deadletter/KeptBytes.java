package io.tidemark.streamkit.deadletter;

import io.tidemark.event.DeadLetterHeader;
import io.tidemark.streamkit.runtime.BoundedTimestamps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// How much of a record a dead letter holds: all of it, up to what the topic takes.
///
/// Brokers limit batches as they were compressed, so a record may be many times larger than its topic allows. A letter
/// that the broker refuses would stop the stream at that record for good; one that holds the beginning does not.
final class KeptBytes {
    /// Key, twice (the letter's record has it too), value and headers; with the letter's own fields below what the
    /// topic of dead letters takes.
    private static final int MAX_BYTES = 4_900_000;

    private static final int MAX_KEY_BYTES = 256 * 1024;

    private static final int HEADER_OVERHEAD_BYTES = 10;

    private KeptBytes() {}

    static Kept of(Inbound source) {
        byte[] key = source.key();
        byte[] value = source.value();
        int left = MAX_BYTES;
        ByteBuffer keptKey = cut(key, MAX_KEY_BYTES);
        left -= 2 * length(keptKey);
        ByteBuffer keptValue = cut(value, left);
        left -= length(keptValue);
        List<DeadLetterHeader> headers = new ArrayList<>();
        int dropped = 0;
        for (Header header : source.headers()) {
            if (header.key().equals(BoundedTimestamps.ORIGINAL_HEADER)) {
                continue;
            }
            int bytes = HEADER_OVERHEAD_BYTES
                    + 3 * header.key().length()
                    + (header.value() == null ? 0 : header.value().length);
            if (dropped > 0 || bytes > left) {
                dropped++;
            } else {
                left -= bytes;
                headers.add(new DeadLetterHeader(header.key(), cut(header.value(), bytes)));
            }
        }
        String note = note("key", key, keptKey)
                + note("value", value, keptValue)
                + (dropped == 0 ? "" : "The last " + dropped + " headers are not kept. ");
        return new Kept(keptKey, keptValue, headers, note.strip());
    }

    private static String note(String what, byte @Nullable [] bytes, @Nullable ByteBuffer kept) {
        return bytes == null || bytes.length == length(kept)
                ? ""
                : "Of the " + what + "'s " + bytes.length + " bytes the first " + length(kept) + " are kept. ";
    }

    private static @Nullable ByteBuffer cut(byte @Nullable [] bytes, int most) {
        if (bytes == null) {
            return null;
        }
        return ByteBuffer.wrap(bytes.length <= most ? bytes : Arrays.copyOf(bytes, most));
    }

    private static int length(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    /// What is kept.
    ///
    /// @param note what is not; empty when everything is
    record Kept(@Nullable ByteBuffer key, @Nullable ByteBuffer value, List<DeadLetterHeader> headers, String note) {}
}
