package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The decoder against Avro's own encoders.
class BoundedDecoderTest {
    private static final long SEED = 7;

    private final BoundedDecoder decoder = new BoundedDecoder();

    static Stream<Schema> schemas() {
        return RecordSchemas.classes().stream().map(type -> RecordSchemas.published(type.getSimpleName()));
    }

    @Test
    void numbersOfAllSizesAreReadAsAvroWroteThem() throws IOException {
        Random random = new Random(SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        long[] longs =
                random.longs(500).map(value -> value >> random.nextInt(64)).toArray();
        for (long value : longs) {
            encoder.writeLong(value);
            encoder.writeInt((int) value);
            encoder.writeDouble(Double.longBitsToDouble(value));
            encoder.writeFloat(Float.intBitsToFloat((int) value));
            encoder.writeBoolean(value < 0);
        }
        reset(out);

        for (long value : longs) {
            assertThat(decoder.readLong()).isEqualTo(value);
            assertThat(decoder.readInt()).isEqualTo((int) value);
            assertThat(decoder.readDouble()).isEqualTo(Double.valueOf(Double.longBitsToDouble(value)));
            assertThat(Float.floatToIntBits(decoder.readFloat()))
                    .isEqualTo(Float.floatToIntBits(Float.intBitsToFloat((int) value)));
            assertThat(decoder.readBoolean()).isEqualTo(value < 0);
        }
        assertThat(decoder.remaining()).isZero();
        assertThat(decoder.position()).isEqualTo(out.size());
    }

    @Test
    void textsAndBytesAreReadAndPassedOver() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeString("skipped");
        encoder.writeString("Größe");
        encoder.writeString("as Utf8");
        encoder.writeBytes(new byte[200]);
        encoder.writeBytes(new byte[] {1, 2});
        encoder.writeFixed(new byte[] {3, 4, 5});
        encoder.writeFixed(new byte[] {6, 7});
        reset(out);

        decoder.skipString();
        assertThat(decoder.readString()).isEqualTo("Größe");
        assertThat(decoder.readString(null).toString()).isEqualTo("as Utf8");
        decoder.skipBytes();
        assertThat(decoder.readBytes(null)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        decoder.skipFixed(3);
        byte[] fixed = new byte[2];
        decoder.readFixed(fixed, 0, 2);
        assertThat(fixed).containsExactly(6, 7);
        assertThat(decoder.remaining()).isZero();
    }

    /// With both ways in which Avro writes arrays and maps: plain blocks, and blocks with their size in bytes.
    @ParameterizedTest
    @MethodSource("schemas")
    void eachFieldCanBeReadAloneWithAllOthersPassedOver(Schema schema) throws IOException {
        for (GenericRecord sample : Samples.of(schema).toList()) {
            for (byte[] bytes : List.of(Samples.encode(sample), encodeInSizedBlocks(sample))) {
                for (Schema.Field field : schema.getFields()) {
                    Schema alone = only(schema, field);
                    GenericRecord expected = Samples.decode(bytes, 0, schema, alone);

                    decoder.reset(bytes, 0, bytes.length);
                    assertThat(new GenericDatumReader<GenericRecord>(schema, alone).read(null, decoder))
                            .isEqualTo(expected);
                    assertThat(decoder.remaining()).as("after %s", field.name()).isZero();
                }
            }
        }
    }

    @Test
    void bytesThatAreNoTextAreRefusedAndAReplacementCharacterThatWasWrittenIsNot() throws IOException {
        byte[] broken = {4, (byte) 0xc3, (byte) 0x28};
        decoder.reset(broken, 0, broken.length);
        assertThatThrownBy(decoder::readString)
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("2 bytes that are not UTF-8");
        decoder.reset(broken, 0, broken.length);
        assertThatThrownBy(() -> decoder.readPooled(new TextPool())).isInstanceOf(AvroRuntimeException.class);

        byte[] written = {6, (byte) 0xef, (byte) 0xbf, (byte) 0xbd};
        decoder.reset(written, 0, written.length);
        assertThat(decoder.readString()).isEqualTo("\ufffd");
    }

    @Test
    void aSliceOfAnArrayIsTheWholeWorld() throws IOException {
        byte[] bytes = {9, 2, 'x', 9};
        decoder.reset(bytes, 1, 2);

        assertThat(decoder.readString()).isEqualTo("x");
        assertThat(decoder.remaining()).isZero();
        assertThatThrownBy(decoder::readLong)
                .isInstanceOf(EOFException.class)
                .hasMessage("The record ends 1 bytes too early.");
        assertThatThrownBy(() -> decoder.reset(bytes, 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void blocksToPassOverAreHeldAgainstTheRecordToo() {
        decoder.reset(new byte[] {100, 0, 0}, 0, 3);
        assertThatThrownBy(decoder::skipArray)
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("block of 50");

        decoder.reset(new byte[] {1, 100, 0}, 0, 3);
        assertThatThrownBy(decoder::skipMap)
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("length of 50");
    }

    private void reset(ByteArrayOutputStream out) {
        decoder.reset(out.toByteArray(), 0, out.size());
    }

    private static byte[] encodeInSizedBlocks(GenericRecord sample) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().blockingBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(sample.getSchema()).write(sample, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Schema only(Schema record, Schema.Field field) {
        return Schema.createRecord(
                record.getName(),
                record.getDoc(),
                record.getNamespace(),
                false,
                List.of(new Schema.Field(field, field.schema())));
    }
}
