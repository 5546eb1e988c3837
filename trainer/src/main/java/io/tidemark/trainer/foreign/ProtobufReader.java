package io.tidemark.trainer.foreign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads one message of the Protocol Buffers wire format. What it hands out are views: nothing is allocated by a
/// length that only the file claims.
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final List<Field> fields = new ArrayList<>();

    /// @throws IllegalArgumentException when the bytes are no message
    ProtobufReader(ByteBuffer message) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int type = (int) (tag & 7);
            ByteBuffer none = in.duplicate().limit(in.position());
            fields.add(
                    switch (type) {
                        case VARINT -> new Field((int) (tag >>> 3), varint(in), none, false);
                        case EIGHT_BYTES -> new Field((int) (tag >>> 3), 0, slice(in, Long.BYTES), false);
                        case BYTES -> new Field((int) (tag >>> 3), 0, slice(in, varint(in)), true);
                        case FOUR_BYTES -> new Field((int) (tag >>> 3), 0, slice(in, Integer.BYTES), false);
                        default ->
                            throw new IllegalArgumentException("Found the wire type " + type
                                    + ", expected 0, 1, 2 or 5: the file is no ONNX model, or damaged.");
                    });
        }
    }

    private record Field(int number, long value, ByteBuffer content, boolean isBytes) {}

    private static ByteBuffer slice(ByteBuffer in, long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "Found " + in.remaining() + " bytes, expected " + length + ": the file is truncated, or damaged.");
        }
        ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return slice;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("Found the end of the file, expected more: it is truncated.");
            }
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Found a number of more than 64 bits: the file is damaged.");
    }

    /// The messages of a field.
    List<ProtobufReader> messages(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> new ProtobufReader(field.content()))
                .toList();
    }

    /// The texts of a field.
    List<String> texts(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> StandardCharsets.UTF_8
                        .decode(field.content().duplicate())
                        .toString())
                .toList();
    }

    /// The last text of a field; empty when there is none.
    String text(int number) {
        List<String> all = texts(number);
        return all.isEmpty() ? "" : all.getLast();
    }

    /// The whole numbers of a field, packed or not.
    List<Long> numbers(int number) {
        List<Long> numbers = new ArrayList<>();
        for (Field field : fields) {
            if (field.number() == number) {
                ByteBuffer packed = field.content().duplicate();
                if (!field.isBytes()) {
                    numbers.add(field.value());
                }
                while (field.isBytes() && packed.hasRemaining()) {
                    numbers.add(varint(packed));
                }
            }
        }
        return numbers;
    }

    /// The 32-bit floats of a field, packed or not.
    List<Float> singles(int number) {
        List<Float> singles = new ArrayList<>();
        for (Field field : fields) {
            if (field.number() == number) {
                ByteBuffer content = field.content().duplicate().order(ByteOrder.LITTLE_ENDIAN);
                if (content.remaining() % Float.BYTES != 0) {
                    throw new IllegalArgumentException(
                            "Found " + content.remaining() + " bytes of floats, expected a multiple of 4.");
                }
                while (content.hasRemaining()) {
                    singles.add(content.getFloat());
                }
            }
        }
        return singles;
    }
}
