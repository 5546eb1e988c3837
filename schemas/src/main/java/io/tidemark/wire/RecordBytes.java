package io.tidemark.wire;

import java.io.OutputStream;
import java.util.Arrays;

/// Bytes of one record after the other as they are written; without locks, for one thread.
final class RecordBytes extends OutputStream {
    private static final int INITIAL_BYTES = 2 * 1024;

    /// What is kept for the next record: one large record must not hold its memory for ever.
    private static final int KEPT_BYTES = 64 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /// Begins a record.
    ///
    /// @param skipped bytes to leave free at the front, 0 to 2,048
    void begin(int skipped) {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        length = skipped;
    }

    @Override
    public void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), 2 * bytes.length));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
