package io.tidemark.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Made-up records of any schema, the same each time. Variant `n` takes branch `n` of each union, so that all variants
/// together take every branch; numbers and texts include the awkward ones.
public final class Samples {
    private static final List<String> TEXTS = List.of("", "plain", "Größe €", "👩‍🔬", "\u0000\uFFFF", "x".repeat(300));
    private static final List<Long> LONGS = List.of(0L, -1L, 1L, 1_767_225_600_000L, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Integer> INTS = List.of(0, -1, 63, 64, Integer.MAX_VALUE, Integer.MIN_VALUE);
    private static final List<Double> DOUBLES =
            List.of(0.0, -0.0, 0.1, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE);

    private Samples() {}

    /// One sample for each branch of the schema's largest union.
    public static Stream<GenericRecord> of(Schema schema) {
        return IntStream.range(0, Math.max(3, largestUnion(schema))).mapToObj(variant -> generic(schema, variant));
    }

    public static GenericRecord generic(Schema schema, int variant) {
        return record(schema, variant);
    }

    /// The same data as an instance of the generated class.
    public static <T extends SpecificRecord> T specific(Class<T> type, GenericRecord generic) {
        SpecificData data = SpecificData.getForClass(type);
        try {
            return new SpecificDatumReader<T>(generic.getSchema(), data.getSchema(type), data)
                    .read(null, DecoderFactory.get().binaryDecoder(encode(generic), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The data of a generated class; these compare equal even with NaN, which generated classes do not.
    public static GenericRecord generic(SpecificRecord record, Schema schema) {
        return decode(encode(record), 0, record.getSchema(), schema);
    }

    /// Avro binary, by Avro's own means.
    public static byte[] encode(IndexedRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        Schema schema = record.getSchema();
        DatumWriter<IndexedRecord> writer = record instanceof SpecificRecord
                ? new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema))
                : new GenericDatumWriter<>(schema);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A record from Avro binary, by Avro's own means.
    public static GenericRecord decode(byte[] bytes, int offset, Schema writer, Schema reader) {
        try {
            return new GenericDatumReader<GenericRecord>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int largestUnion(Schema schema) {
        int[] largest = {1};
        SchemaWalk.over(schema, type -> {
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields().forEach(field -> largest[0] = Math.max(largest[0], unionSize(field.schema())));
            }
        });
        return largest[0];
    }

    private static int unionSize(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().size();
            case MAP -> unionSize(schema.getValueType());
            case ARRAY -> unionSize(schema.getElementType());
            default -> 1;
        };
    }

    private static @Nullable Object value(Schema schema, int variant) {
        return switch (schema.getType()) {
            case RECORD -> record(schema, variant);
            case UNION -> value(pick(schema.getTypes(), variant), variant);
            case MAP -> map(schema.getValueType(), variant);
            case ARRAY -> array(schema.getElementType(), variant);
            case ENUM -> new GenericData.EnumSymbol(schema, pick(schema.getEnumSymbols(), variant));
            case STRING -> pick(TEXTS, variant);
            case BYTES -> ByteBuffer.wrap(new byte[] {0, (byte) variant, -1});
            case INT -> pick(INTS, variant);
            case LONG -> pick(LONGS, variant);
            case DOUBLE -> pick(DOUBLES, variant);
            case BOOLEAN -> variant % 2 == 0;
            case NULL -> null;
            case FLOAT, FIXED -> throw new AssertionError("No schema of ours has a " + schema.getType() + ".");
        };
    }

    private static GenericRecord record(Schema schema, int variant) {
        GenericRecord record = new GenericData.Record(schema);
        int shift = 0;
        for (Schema.Field field : schema.getFields()) {
            boolean union = field.schema().getType() == Schema.Type.UNION;
            record.put(field.name(), value(field.schema(), union ? variant : variant + shift++));
        }
        return record;
    }

    private static Map<String, @Nullable Object> map(Schema values, int variant) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        int size = variant == 0 ? 0 : Math.max(2, unionSize(values));
        for (int i = 0; i < size; i++) {
            map.put("key-" + i, value(values, variant + i));
        }
        return map;
    }

    private static List<@Nullable Object> array(Schema items, int variant) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < variant % 3; i++) {
            list.add(value(items, variant + i));
        }
        return list;
    }

    private static <T> T pick(List<T> values, int index) {
        return values.get(Math.floorMod(index, values.size()));
    }
}
