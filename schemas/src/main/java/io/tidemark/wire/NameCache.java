package io.tidemark.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Names that come with each record again, such as those of features: one String each, whose hash is known already.
///
/// Bounded: a name that falls on another's place takes it, and long ones are not kept. Belongs to one thread.
final class NameCache {
    private static final int PLACES = 1024;
    private static final int MAX_BYTES = 64;

    private final byte[][] keys = new byte[PLACES][];
    private final String[] names = new String[PLACES];

    /// The name that stands in `bytes` as UTF-8.
    String get(byte[] bytes, int offset, int length) {
        if (length > MAX_BYTES) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        byte[] known = keys[place];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, offset, offset + length)) {
            return names[place];
        }
        String name = new String(bytes, offset, length, StandardCharsets.UTF_8);
        keys[place] = Arrays.copyOfRange(bytes, offset, offset + length);
        names[place] = name;
        return name;
    }
}
