package io.tidemark.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Strings that were read lately, found by their bytes: of records of one kind most texts are the same again and again.
///
/// Two places for each of 512 hashes, of which the one that was written last is looked at first; a text that comes to
/// places that are taken takes the older one over. So it never grows, and texts made to collide only cost what they
/// would cost without it. Belongs to one thread.
final class TextPool {
    private static final int PLACES = 1024;
    private static final int LONGEST = 128;

    /// The top ten bits of a long are an index of a place.
    private static final int TOP_BITS = Long.SIZE - 10;

    private static final byte[] NOTHING = {};

    /// An odd number without pattern, which carries each bit to the top of a product.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        String newer = at(place, source, offset, length);
        if (newer != null) {
            return newer;
        }
        String older = at(place + 1, source, offset, length);
        return older != null ? older : read(place, source, offset, length);
    }

    private @Nullable String at(int place, byte[] source, int offset, int length) {
        byte[] known = bytes[place];
        return known.length == length && Arrays.equals(known, 0, length, source, offset, offset + length)
                ? texts[place]
                : null;
    }

    private String read(int place, byte[] source, int offset, int length) {
        String text = BoundedDecoder.text(source, offset, length);
        bytes[place + 1] = bytes[place];
        texts[place + 1] = texts[place];
        bytes[place] = Arrays.copyOfRange(source, offset, offset + length);
        texts[place] = text;
        return text;
    }

    /// The first of two places: of the length and the bytes at both ends, where names differ.
    private static int place(byte[] source, int offset, int length) {
        long hash = length;
        if (length >= Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(source, offset));
            hash = mixed(hash, (long) LONGS.get(source, offset + length - Long.BYTES));
        } else {
            for (int i = 0; i < length; i++) {
                hash = mixed(hash, source[offset + i]);
            }
        }
        return (int) ((hash * SPREAD) >>> TOP_BITS) & (PLACES - 2);
    }

    private static long mixed(long hash, long part) {
        long product = (hash ^ part) * SPREAD;
        return product ^ (product >>> 32);
    }
}
