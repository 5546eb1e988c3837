package io.tidemark.wire;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/// Avro binary from a byte array, with each length held against the bytes that are left.
///
/// Avro's own decoder believes the lengths it reads: five bytes can ask it for an array of two gigabytes. Here a
/// string, a byte array or a block of items longer than the rest of the record is an error before anything is
/// allocated.
public final class BoundedDecoder extends Decoder {
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};

    /// Stands for what is no UTF-8.
    private static final char REPLACEMENT = '\ufffd';

    private byte[] bytes = NOTHING;
    private int position;
    private int limit;

    /// Reads `length` bytes from `offset` on; the decoder can be reset any number of times.
    public void reset(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        position = offset;
        limit = offset + length;
    }

    /// Index of the next byte in the array.
    public int position() {
        return position;
    }

    /// Bytes that were not read yet.
    public int remaining() {
        return limit - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        byte value = next();
        if (value != 0 && value != 1) {
            throw new AvroRuntimeException("Found boolean byte " + value + ", expected 0 or 1.");
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("Found " + value + ", expected a 32-bit int.");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = next();
            raw |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new AvroRuntimeException("Found a variable-length integer of more than 10 bytes.");
    }

    @Override
    public float readFloat() throws IOException {
        require(Float.BYTES);
        float value = (float) FLOATS.get(bytes, position);
        position += Float.BYTES;
        return value;
    }

    @Override
    public double readDouble() throws IOException {
        require(Double.BYTES);
        double value = (double) DOUBLES.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        String value = text(bytes, position, length);
        position += length;
        return value;
    }

    /// The text of UTF-8 bytes. Bytes that are none are refused: each would become three, and a record would be written
    /// three times as large as it was read.
    static String text(byte[] source, int offset, int length) {
        String text = new String(source, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(source, offset, offset + length))) {
            throw new AvroRuntimeException("Found a text of " + length + " bytes that are not UTF-8, expected UTF-8.");
        }
        return text;
    }

    /// The next string, taken from a pool where it is there.
    String readPooled(TextPool pool) throws IOException {
        int length = length();
        String value = pool.text(bytes, position, length);
        position += length;
        return value;
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = length();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, position, copy, 0, length);
        position += length;
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        // In two steps: reading the length moves the position itself.
        int length = length();
        position += length;
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        require(length);
        System.arraycopy(bytes, position, target, start, length);
        position += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        require(length);
        position += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return blockCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return blockCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return blockCount();
    }

    @Override
    public long mapNext() throws IOException {
        return blockCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    private byte next() throws IOException {
        require(1);
        return bytes[position++];
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new AvroRuntimeException(
                    "Found a length of " + length + " bytes with " + remaining() + " bytes left in the record.");
        }
        return (int) length;
    }

    /// Items of the next block; a negative count is followed by the block's size in bytes. An item takes at least one
    /// byte in all schemas worth reading, so a count beyond the bytes left is refused.
    private long blockCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            length();
            count = -count;
        }
        if (count < 0 || count > remaining()) {
            throw new AvroRuntimeException(
                    "Found a block of " + count + " items with " + remaining() + " bytes left in the record.");
        }
        return count;
    }

    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipBytes();
            count = readLong();
        }
        if (count > remaining()) {
            throw new AvroRuntimeException(
                    "Found a block of " + count + " items with " + remaining() + " bytes left in the record.");
        }
        return count;
    }

    private void require(int width) throws IOException {
        if (width < 0 || width > limit - position) {
            throw new EOFException("The record ends " + (width - remaining()) + " bytes too early.");
        }
    }
}
