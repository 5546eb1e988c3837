package io.tidemark.trainer.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads UBJSON (draft 12), which XGBoost writes by default, as the tree that the same JSON would give. Numbers are big
/// endian.
///
/// Nothing is believed that the bytes do not bear out: a count is held against what is left before anything is made
/// from it, and nesting is bounded. So the tree takes at most some ten times the memory of its file.
final class UbjsonReader {
    private static final int DEEPEST = 64;

    private final ByteBuffer bytes;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    private UbjsonReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// Whether bytes are an object of UBJSON: what follows its brace tells it from JSON.
    static boolean isObject(byte[] file) {
        return file.length > 1 && file[0] == '{' && "iUIlL#$".indexOf(file[1]) >= 0;
    }

    /// The tree.
    ///
    /// @throws IllegalArgumentException when the bytes are damaged, or go on behind it
    static JsonNode read(byte[] file) {
        UbjsonReader reader = new UbjsonReader(ByteBuffer.wrap(file));
        JsonNode root = reader.value(reader.marker(), 0);
        if (reader.bytes.hasRemaining()) {
            throw reader.fault("found " + reader.bytes.remaining() + " bytes behind the end");
        }
        return root;
    }

    private JsonNode value(byte marker, int depth) {
        if (depth > DEEPEST) {
            throw fault("found more than " + DEEPEST + " levels of nesting");
        }
        return switch (marker) {
            case 'Z' -> NullNode.getInstance();
            case 'T' -> BooleanNode.TRUE;
            case 'F' -> BooleanNode.FALSE;
            case 'i', 'U', 'I', 'l' -> IntNode.valueOf((int) integer(marker));
            case 'L' -> LongNode.valueOf(integer(marker));
            case 'd' -> FloatNode.valueOf(left(Float.BYTES).getFloat());
            case 'D' -> DoubleNode.valueOf(left(Double.BYTES).getDouble());
            case 'C' -> TextNode.valueOf(Character.toString(left(1).get() & 0x7f));
            case 'S', 'H' -> TextNode.valueOf(text(marker()));
            case '[' -> array(depth + 1);
            case '{' -> object(depth + 1);
            default -> throw fault("found the marker " + shown(marker) + ", expected one of a value");
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = nodes.arrayNode();
        byte marker = marker();
        if (marker == '$') {
            byte type = marker();
            int size = size(type);
            require(marker(), '#');
            int count = count(size);
            for (int i = 0; i < count; i++) {
                array.add(value(type, depth));
            }
        } else if (marker == '#') {
            int count = count(1);
            for (int i = 0; i < count; i++) {
                array.add(value(marker(), depth));
            }
        } else {
            for (; marker != ']'; marker = marker()) {
                array.add(value(marker, depth));
            }
        }
        return array;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = nodes.objectNode();
        byte marker = marker();
        if (marker == '$') {
            throw fault("found an object of one type, expected each value with its own");
        }
        if (marker == '#') {
            // A key and its value take two bytes or more.
            int count = count(2);
            for (int i = 0; i < count; i++) {
                put(object, marker(), depth);
            }
        } else {
            for (; marker != '}'; marker = marker()) {
                put(object, marker, depth);
            }
        }
        return object;
    }

    private void put(ObjectNode object, byte lengthMarker, int depth) {
        String key = text(lengthMarker);
        if (object.has(key)) {
            throw fault("found the key '" + key + "' twice");
        }
        object.set(key, value(marker(), depth));
    }

    /// Bytes of a value of a type whose values follow each other without markers.
    private int size(byte type) {
        return switch (type) {
            case 'i', 'U', 'C' -> 1;
            case 'I' -> Short.BYTES;
            case 'l', 'd' -> Integer.BYTES;
            case 'L', 'D' -> Long.BYTES;
            // Values of no size could be any number, and nested ones need their own bounds.
            default -> throw fault("found an array of " + shown(type) + ", expected numbers");
        };
    }

    private int count(int bytesEach) {
        long count = integer(marker());
        if (count < 0 || count > bytes.remaining() / bytesEach) {
            throw fault("found a count of " + count + ", of which " + bytes.remaining() + " bytes are left");
        }
        return (int) count;
    }

    private String text(byte lengthMarker) {
        long length = integer(lengthMarker);
        if (length < 0 || length > bytes.remaining()) {
            throw fault("found a text of " + length + " bytes, of which " + bytes.remaining() + " are left");
        }
        ByteBuffer part = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    fault("found a text that is not UTF-8").getMessage(), e);
        }
    }

    private long integer(byte marker) {
        return switch (marker) {
            case 'i' -> left(1).get();
            case 'U' -> Byte.toUnsignedInt(left(1).get());
            case 'I' -> left(Short.BYTES).getShort();
            case 'l' -> left(Integer.BYTES).getInt();
            case 'L' -> left(Long.BYTES).getLong();
            default -> throw fault("found the marker " + shown(marker) + ", expected one of an integer");
        };
    }

    /// The next marker; no-ops are passed over.
    private byte marker() {
        byte marker = left(1).get();
        while (marker == 'N') {
            marker = left(1).get();
        }
        return marker;
    }

    private void require(byte marker, char expected) {
        if (marker != expected) {
            throw fault("found the marker " + shown(marker) + ", expected '" + expected + "'");
        }
    }

    private ByteBuffer left(int count) {
        if (bytes.remaining() < count) {
            throw fault("it ends where " + count + " bytes or more are to follow: it is truncated");
        }
        return bytes;
    }

    private static String shown(byte marker) {
        return marker > ' ' && marker < 127 ? "'" + (char) marker + "'" : Integer.toString(marker & 0xff);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException(
                "The UBJSON cannot be read, at byte " + bytes.position() + ": " + what + ".");
    }
}
