package io.tidemark.stats.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [StateWriter] wrote.
///
/// Every method throws [CorruptStateException] where the bytes end early or do not fit; none allocates by a length
/// that it read.
public final class StateReader {
    private final byte[] bytes;
    private int position;

    public StateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A number from 0 on, as [StateWriter#writeCount] writes it.
    public long readCount() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptStateException("Found a count of more than nine bytes before byte " + position + " of "
                + bytes.length + ", expected 63 bits at most.");
    }

    /// A number of either sign, as [StateWriter#writeSigned] writes it.
    public long readSigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptStateException("Found a number of more than ten bytes before byte " + position + " of "
                + bytes.length + ", expected 64 bits at most.");
    }

    /// A number from 0 to `most`.
    ///
    /// @param what what the number is, in words, for the message
    public int readCount(int most, String what) {
        long value = readCount();
        if (value > most) {
            throw new CorruptStateException("Found " + value + " as " + what + " before byte " + position + " of "
                    + bytes.length + ", expected 0 to " + most + ".");
        }
        return (int) value;
    }

    /// The length of a list that follows, of which every item takes `itemBytes` or more.
    ///
    /// @param what what the items are, in words, for the message
    public int readLength(int itemBytes, String what) {
        return readCount((bytes.length - position) / itemBytes, "number of " + what);
    }

    /// Checks that this many bytes are left, before anything is allocated for what they hold.
    ///
    /// @param what what the bytes hold, in words, for the message
    public void requireBytes(int least, String what) {
        if (bytes.length - position < least) {
            throw new CorruptStateException("Found " + (bytes.length - position) + " bytes after byte " + position
                    + ", expected " + least + " or more for " + what + ".");
        }
    }

    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (readByte() & 0xffL) << shift;
        }
        return value;
    }

    public int readInt() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (readByte() & 0xff) << shift;
        }
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /// A number that is neither NaN nor infinite.
    ///
    /// @param what what the number is, in words, for the message
    public double readFinite(String what) {
        double value = readDouble();
        if (!Double.isFinite(value)) {
            throw new CorruptStateException("Found " + value + " as " + what + " before byte " + position + " of "
                    + bytes.length + ", expected a finite number.");
        }
        return value;
    }

    /// Bytes, as [StateWriter#writeBytes] writes them.
    ///
    /// @param what what the bytes hold, in words, for the message
    public byte[] readBytes(String what) {
        int length = readLength(1, "bytes of " + what);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    /// A text, as [StateWriter#writeText] writes it.
    ///
    /// @param what what the text says, in words, for the message
    public String readText(String what) {
        return new String(readBytes(what), StandardCharsets.UTF_8);
    }

    public byte readByte() {
        if (position == bytes.length) {
            throw new CorruptStateException(
                    "Found the end after " + bytes.length + " bytes, expected more: the state was cut off.");
        }
        return bytes[position++];
    }

    /// Reads the first byte, which tells kinds of state and their versions apart.
    ///
    /// @param kind the value that this kind of state starts with
    /// @param what what the state is, in words, for the message
    public void expectKind(byte kind, String what) {
        byte found = readByte();
        if (found != kind) {
            throw new CorruptStateException(
                    "Found state of kind " + found + ", expected " + kind + " (" + what + " of this version).");
        }
    }

    /// Checks that nothing is left.
    public void expectEnd() {
        if (position != bytes.length) {
            throw new CorruptStateException("Found " + (bytes.length - position) + " bytes after the end at byte "
                    + position + ", expected none.");
        }
    }
}
