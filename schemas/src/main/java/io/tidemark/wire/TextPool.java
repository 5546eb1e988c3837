package io.tidemark.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Strings that were read lately, found by their bytes: of records of one kind most texts are the same again and again.
///
/// A place for each of 1,024 hashes; a text that comes to a place that is taken takes it over. So it never grows, and
/// texts made to collide only cost what they would cost without it. Belongs to one thread.
final class TextPool {
    private static final int PLACES = 1024;
    private static final int LONGEST = 128;
    private static final byte[] NOTHING = {};

    private final byte[][] bytes = new byte[PLACES][];
    private final @Nullable String[] texts = new String[PLACES];

    TextPool() {
        Arrays.fill(bytes, NOTHING);
    }

    /// The text of UTF-8 bytes.
    String text(byte[] source, int offset, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return BoundedDecoder.text(source, offset, length);
        }
        int place = place(source, offset, length);
        String pooled = texts[place];
        if (pooled != null && Arrays.equals(bytes[place], 0, bytes[place].length, source, offset, offset + length)) {
            return pooled;
        }
        String text = BoundedDecoder.text(source, offset, length);
        bytes[place] = Arrays.copyOfRange(source, offset, offset + length);
        texts[place] = text;
        return text;
    }

    /// Of the length and the bytes at both ends and in the middle: names differ there.
    private static int place(byte[] source, int offset, int length) {
        int last = offset + length - 1;
        int hash = length;
        hash = 31 * hash + source[offset];
        hash = 31 * hash + source[offset + length / 3];
        hash = 31 * hash + source[offset + length / 2];
        hash = 31 * hash + source[Math.max(offset, last - 2)];
        hash = 31 * hash + source[Math.max(offset, last - 1)];
        hash = 31 * hash + source[last];
        return (hash ^ hash >>> 15) & PLACES - 1;
    }
}
