package io.tidemark.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.wire.BoundedDecoder;
import io.tidemark.wire.ByteBuffers;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.SchemaRegistry;
import io.tidemark.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Turns any value in the wire format into JSON, by the schema that it was written with. Timestamps become ISO
/// 8601, bytes base 64, NaN and infinities texts.
public final class GenericDecoder {
    private static final JsonNodeFactory NODES = new ObjectMapper().getNodeFactory();

    private final SchemaRegistry registry;
    private final BoundedDecoder decoder = new BoundedDecoder();
    private final Map<Integer, GenericDatumReader<Object>> readers = new HashMap<>();

    public GenericDecoder(SchemaRegistry registry) {
        this.registry = registry;
    }

    /// The value as JSON: a record, or whatever else its schema says.
    ///
    /// @throws MalformedRecordException when it is none
    public JsonNode decode(byte[] bytes) {
        int id = WireFormat.schemaId(bytes);
        GenericDatumReader<Object> reader =
                readers.computeIfAbsent(id, unknown -> new GenericDatumReader<>(registry.schema(unknown)));
        decoder.reset(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES);
        try {
            return json(reader.read(null, decoder), reader.getSchema());
        } catch (IOException | AvroRuntimeException | ClassCastException | IndexOutOfBoundsException e) {
            throw new MalformedRecordException("The bytes do not fit schema id " + id + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode json(@Nullable Object value, Schema schema) {
        if (schema.getType() == Schema.Type.UNION) {
            return value == null
                    ? NODES.nullNode()
                    : json(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
        }
        if (value == null) {
            return NODES.nullNode();
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis && value instanceof Long ms) {
            return NODES.textNode(Instant.ofEpochMilli(ms).toString());
        }
        return switch (schema.getType()) {
            case RECORD -> object((GenericRecord) value, schema);
            case ARRAY -> array((Collection<?>) value, schema.getElementType());
            case MAP -> map((Map<?, ?>) value, schema.getValueType());
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case INT, LONG -> NODES.numberNode(((Number) value).longValue());
            case FLOAT, DOUBLE -> number(((Number) value).doubleValue());
            case BYTES -> NODES.textNode(base64((ByteBuffer) value));
            case STRING, ENUM, FIXED, NULL, UNION -> NODES.textNode(value.toString());
        };
    }

    private static JsonNode number(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(Double.toString(value));
    }

    private static String base64(ByteBuffer bytes) {
        return Base64.getEncoder().encodeToString(ByteBuffers.copy(bytes));
    }

    private static ObjectNode object(GenericRecord value, Schema schema) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : schema.getFields()) {
            node.set(field.name(), json(value.get(field.pos()), field.schema()));
        }
        return node;
    }

    private static ArrayNode array(Collection<?> values, Schema items) {
        ArrayNode node = NODES.arrayNode();
        values.forEach(value -> node.add(json(value, items)));
        return node;
    }

    private static ObjectNode map(Map<?, ?> values, Schema items) {
        ObjectNode node = NODES.objectNode();
        values.forEach((key, value) -> node.set(key.toString(), json(value, items)));
        return node;
    }
}
