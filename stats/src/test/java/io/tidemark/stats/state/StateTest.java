package io.tidemark.stats.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
    @Test
    void whatIsWrittenIsRead() {
        StateWriter out = new StateWriter();
        for (int i = 0; i < 50; i++) {
            out.writeCount(1L << i);
            out.writeLong(-i);
            out.writeInt(i * 1_000_003);
            out.writeDouble(Math.PI * i);
            out.writeByte((byte) -i);
        }
        StateReader in = new StateReader(out.toBytes());
        for (int i = 0; i < 50; i++) {
            assertThat(in.readCount()).isEqualTo(1L << i);
            assertThat(in.readLong()).isEqualTo(-i);
            assertThat(in.readInt()).isEqualTo(i * 1_000_003);
            assertThat(in.readDouble()).isEqualTo(Math.PI * i);
            assertThat(in.readByte()).isEqualTo((byte) -i);
        }
        in.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE})
    void countsTakeAByteForSevenBits(long count) {
        StateWriter out = new StateWriter();
        out.writeCount(count);
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(count));
        assertThat(out.toBytes()).hasSize(Math.ceilDiv(bits, 7));
        assertThat(new StateReader(out.toBytes()).readCount()).isEqualTo(count);
    }

    @Test
    void textsAndBytesOfAnyLengthAreRead() {
        byte[] many = new byte[1_000];
        Arrays.fill(many, (byte) 7);
        StateWriter out = new StateWriter();
        out.writeText("");
        out.writeText("Zürich");
        out.writeBytes(many);
        StateReader in = new StateReader(out.toBytes());

        assertThat(in.readText("nothing")).isEmpty();
        assertThat(in.readText("a town")).isEqualTo("Zürich");
        assertThat(in.readBytes("many")).isEqualTo(many);
        in.expectEnd();
    }

    @Test
    void bytesThatAreCutOffAreCorruptBeforeAnythingIsAllocated() {
        StateWriter out = new StateWriter();
        out.writeCount(1_000_000_000);
        assertCorrupt(() -> new StateReader(out.toBytes()).readText("a town"), "number of bytes of a town");
    }

    @Test
    void negativeCountIsRefused() {
        assertThatThrownBy(() -> new StateWriter().writeCount(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endTooEarlyOrTooLateIsCorrupt() {
        assertCorrupt(() -> new StateReader(new byte[7]).readLong(), "cut off");
        assertCorrupt(() -> new StateReader(new byte[1]).expectEnd(), "1 bytes after the end");
        assertCorrupt(() -> new StateReader(new byte[3]).requireBytes(4, "a test"), "expected 4 or more for a test");
    }

    @Test
    void lengthBeyondTheBytesIsCorruptBeforeAnythingIsAllocated() {
        StateWriter out = new StateWriter();
        out.writeCount(1_000_000_000);
        assertCorrupt(() -> new StateReader(out.toBytes()).readLength(8, "cuts"), "number of cuts");
    }

    @Test
    void endlessCountIsCorrupt() {
        byte[] bytes = new byte[12];
        Arrays.fill(bytes, (byte) 0xff);
        assertCorrupt(() -> new StateReader(bytes).readCount(), "63 bits");
    }

    @Test
    void wrongKindAndNotFiniteAreCorrupt() {
        assertCorrupt(() -> new StateReader(new byte[] {1}).expectKind((byte) 2, "sums"), "expected 2 (sums");
        StateWriter out = new StateWriter();
        out.writeDouble(Double.NaN);
        assertCorrupt(() -> new StateReader(out.toBytes()).readFinite("threshold"), "NaN as threshold");
    }

    private static void assertCorrupt(Runnable read, String message) {
        assertThatThrownBy(read::run).isInstanceOf(CorruptStateException.class).hasMessageContaining(message);
    }
}
