package io.tidemark.stats.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers into a byte array that grows as needed: the counterpart of [StateReader].
public final class StateWriter {
    private static final int INITIAL_BYTES = 64;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /// A number from 0 on in base 128, the low digits first: one byte below 128, nine at most.
    public void writeCount(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Found count " + value + ", expected 0 or more.");
        }
        long rest = value;
        while (rest >= 0x80) {
            writeByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        writeByte((byte) rest);
    }

    /// A number of either sign in base 128: one byte from -64 to 63, ten at most.
    public void writeSigned(long value) {
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~0x7fL) != 0) {
            writeByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        writeByte((byte) rest);
    }

    /// All 64 bits, the low byte first.
    public void writeLong(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            writeByte((byte) (value >>> shift));
        }
    }

    /// The low 32 bits, the low byte first.
    public void writeInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            writeByte((byte) (value >>> shift));
        }
    }

    /// The exact bits of the value.
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /// Bytes of any number, after their number.
    public void writeBytes(byte[] value) {
        writeCount(value.length);
        while (bytes.length - size < value.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /// A text of any length, as UTF-8.
    public void writeText(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public void writeByte(byte value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = value;
    }

    /// A copy of what was written so far.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
