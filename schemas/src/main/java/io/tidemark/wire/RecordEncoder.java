package io.tidemark.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/// Avro binary into one array, record after record: the bytes that Avro's own encoder writes. That one makes an array
/// of each text first and passes each value through a stream. Belongs to one thread.
final class RecordEncoder extends Encoder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_BYTES = 2 * 1024;

    /// What is kept for the next record: one large record must not hold its memory for ever.
    private static final int KEPT_BYTES = 64 * 1024;

    /// Most bytes of a variable-length integer.
    private static final int MOST_OF_LONG = 10;

    /// Characters below are one byte in UTF-8.
    private static final int ASCII = 0x80;

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

    /// The record.
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void flush() {}

    @Override
    public void writeNull() {}

    @Override
    public void writeBoolean(boolean value) {
        reserve(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        writeLong(value);
    }

    @Override
    public void writeLong(long value) {
        reserve(MOST_OF_LONG);
        put(value);
    }

    /// Zigzag, seven bits a byte, the lowest first.
    private void put(long value) {
        long left = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((left & -ASCII) != 0) {
            bytes[length++] = (byte) (left | ASCII);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    @Override
    public void writeFloat(float value) {
        reserve(Float.BYTES);
        INTS.set(bytes, length, Float.floatToRawIntBits(value));
        length += Float.BYTES;
    }

    @Override
    public void writeDouble(double value) {
        reserve(Double.BYTES);
        LONGS.set(bytes, length, Double.doubleToRawLongBits(value));
        length += Double.BYTES;
    }

    @Override
    public void writeString(Utf8 text) {
        writeBytes(text.getBytes(), 0, text.getByteLength());
    }

    /// Most text is ASCII and copied as it is; at the first other character it is begun again.
    @Override
    public void writeString(String text) {
        int count = text.length();
        reserve(MOST_OF_LONG + count);
        int start = length;
        put(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= ASCII) {
                length = start;
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                writeBytes(encoded, 0, encoded.length);
                return;
            }
            to[at + i] = (byte) c;
        }
        length = at + count;
    }

    @Override
    public void writeBytes(ByteBuffer buffer) {
        int count = buffer.remaining();
        writeLong(count);
        reserve(count);
        buffer.duplicate().get(bytes, length, count);
        length += count;
    }

    @Override
    public void writeBytes(byte[] from, int start, int count) {
        writeLong(count);
        writeFixed(from, start, count);
    }

    @Override
    public void writeFixed(byte[] from, int start, int count) {
        reserve(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    @Override
    public void writeEnum(int ordinal) {
        writeLong(ordinal);
    }

    @Override
    public void writeArrayStart() {}

    @Override
    public void setItemCount(long count) {
        if (count > 0) {
            writeLong(count);
        }
    }

    @Override
    public void startItem() {}

    @Override
    public void writeArrayEnd() {
        writeLong(0);
    }

    @Override
    public void writeMapStart() {}

    @Override
    public void writeMapEnd() {
        writeLong(0);
    }

    @Override
    public void writeIndex(int branch) {
        writeLong(branch);
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), 2 * bytes.length));
        }
    }
}
