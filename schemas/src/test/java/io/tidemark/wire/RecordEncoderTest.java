package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Avro's own encoder is the oracle.
class RecordEncoderTest {
    private static final int HEADER = 5;

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                63,
                64,
                -64,
                -65,
                8191,
                8192,
                -8193,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void wholeNumbersAreAvros(long number) throws IOException {
        assertSame(out -> out.writeLong(number));
        assertSame(out -> out.writeInt((int) number));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1, -1.5, 1e300, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY})
    void floatingPointNumbersAreAvros(double number) throws IOException {
        assertSame(out -> out.writeDouble(number));
        assertSame(out -> out.writeFloat((float) number));
    }

    /// The last one is half a character.
    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "<1H OCEAN", "\u007f", "\u0080", "caf\u00e9", "a\u20ac", "\ud83d\ude00 b", "c\ud83d"})
    void textIsAvros(String text) throws IOException {
        assertSame(out -> out.writeString(text));
        assertSame(out -> out.writeString(new Utf8(text)));
        assertSame(out -> out.writeString(CharBuffer.wrap(text)));
    }

    @Test
    void textLongerThanTheBufferIsAvros() throws IOException {
        assertSame(out -> out.writeString("x".repeat(100_000)));
        assertSame(out -> out.writeString("x".repeat(100_000) + "\u20ac"));
    }

    @Test
    void blocksAndBytesAreAvros() throws IOException {
        ByteBuffer part = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
        assertSame(out -> {
            out.writeNull();
            out.writeBoolean(true);
            out.writeBoolean(false);
            out.writeEnum(3);
            out.writeIndex(2);
            out.writeBytes(part);
            out.writeBytes(new byte[] {9, 8, 7}, 1, 2);
            out.writeFixed(new byte[] {6, 5}, 0, 1);
            out.writeArrayStart();
            out.setItemCount(0);
            out.writeArrayEnd();
            out.writeMapStart();
            out.setItemCount(1);
            out.startItem();
            out.writeString("key");
            out.writeLong(5);
            out.writeMapEnd();
        });
        assertThat(part.remaining()).isEqualTo(2);
    }

    @Test
    void aRecordBeginsWhereTheOneBeforeDid() {
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(HEADER);
        encoder.writeString("x".repeat(200_000));
        encoder.begin(HEADER);
        encoder.writeBoolean(true);

        assertThat(encoder.toByteArray()).hasSize(HEADER + 1).endsWith(1);
    }

    private static void assertSame(Writing writing) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        BinaryEncoder avros = EncoderFactory.get().binaryEncoder(expected, null);
        expected.write(new byte[HEADER]);
        writing.to(avros);
        avros.flush();
        RecordEncoder ours = new RecordEncoder();
        ours.begin(HEADER);
        writing.to(ours);

        assertThat(ours.toByteArray()).isEqualTo(expected.toByteArray());
    }

    private interface Writing {
        void to(Encoder out) throws IOException;
    }
}
