package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.bundle.BundleException.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFileTest {
    private static final byte[] FILE = BundleFile.write(Map.of(
            "a.bin", new byte[] {1, 2, 3}, "b.json", new byte[0], "kernel.bin", new byte[] {9, 9, 9, 9, 9, 9, 9}));

    // See BundleFile: magic, version, count.
    private static final int VERSION_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int FIRST_NAME_LENGTH_AT = 16;
    private static final int FIRST_LENGTH_AT = 16 + 2 + 5;

    @Test
    void partsSurviveTheirFile() {
        assertThat(BundleFile.read(FILE)).containsOnlyKeys("a.bin", "b.json", "kernel.bin");
        assertThat(BundleFile.read(FILE)).containsEntry("a.bin", new byte[] {1, 2, 3});
        assertThat(BundleFile.write(BundleFile.read(FILE))).isEqualTo(FILE);
        assertThat(BundleFile.read(BundleFile.write(Map.of()))).isEmpty();
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < FILE.length; length++) {
            assertThat(refusal(Arrays.copyOf(FILE, length)).check()).isEqualTo(Check.FORMAT);
        }
    }

    @Test
    void bytesBehindTheLastPartAreRefused() {
        assertThat(refusal(Arrays.copyOf(FILE, FILE.length + 1))).hasMessageContaining("1 bytes behind");
    }

    /// The version's bits too: one of them makes 3 a former format.
    @Test
    void everyFlippedBitIsFound() {
        for (int bit = 0; bit < FILE.length * 8; bit++) {
            byte[] flipped = FILE.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(refusal(flipped).check()).as("bit %d", bit).isEqualTo(Check.FORMAT);
        }
    }

    @Test
    void everyFlippedBitOfAWholeBundleIsFound() {
        byte[] file = BundleCodec.write(Bundles.regression());
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 4_000; i++) {
            byte[] flipped = file.clone();
            flipped[i < 1_000 ? i : random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> BundleCodec.read(flipped)).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void anotherFormatVersionIsRefusedByItsNumber() {
        for (int version : new int[] {BundleFile.FORMAT_VERSION + 1, 0, -1, Integer.MAX_VALUE}) {
            assertThat(refusal(with(VERSION_AT, version)))
                    .hasMessageContaining("format version " + version + ", expected 1 to " + BundleFile.FORMAT_VERSION);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void countsOfPartsAreBounded(int count) {
        assertThat(refusal(with(COUNT_AT, count))).hasMessageContaining(count + " parts, expected at most 64");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void lengthsThatTheFileDoesNotHoldAllocateNothing(int length) {
        assertThat(refusal(with(FIRST_LENGTH_AT, length))).hasMessageContaining("part a.bin, expected " + length);
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 4, 6, 255, 256 + 5, Short.MAX_VALUE, -1})
    void lengthsOfNamesAreTakenAsTheyAre(short length) {
        byte[] file = FILE.clone();
        ByteBuffer.wrap(file).putShort(FIRST_NAME_LENGTH_AT, length);

        assertThat(refusal(file).check()).isEqualTo(Check.FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.bin", "/x.bin", "X.bin", "x", "x.", "", "x.bin ", "x\u0000.bin", "é.bin"})
    void namesThatCouldBePathsAreNone(String name) {
        assertThatThrownBy(() -> BundleFile.write(Map.of(name, new byte[1])))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("plain name");
    }

    @Test
    void partsStandOnceAndInOrder() {
        Map<String, byte[]> parts = new TreeMap<>(Map.of("a.bin", new byte[1], "b.bin", new byte[1]));
        byte[] file = BundleFile.write(parts);
        byte[] twice = file.clone();
        twice[FIRST_NAME_LENGTH_AT + 2] = 'b';
        byte[] swapped = file.clone();
        swapped[FIRST_NAME_LENGTH_AT + 2] = 'c';

        assertThat(refusal(twice)).hasMessageContaining("part b.bin behind b.bin");
        assertThat(refusal(swapped)).hasMessageContaining("part b.bin behind c.bin");
    }

    @Test
    void sizesAreBounded() {
        byte[] large = new byte[BundleFile.MAX_BYTES + 1];

        assertThat(refusal(large).check()).isEqualTo(Check.SIZE);
        assertThatThrownBy(() -> BundleFile.write(Map.of("a.bin", large)))
                .isInstanceOfSatisfying(
                        BundleException.class, e -> assertThat(e.check()).isEqualTo(Check.SIZE));
    }

    private static byte[] with(int at, int value) {
        byte[] file = FILE.clone();
        ByteBuffer.wrap(file).putInt(at, value);
        return file;
    }

    private static BundleException refusal(byte[] file) {
        BundleException refusal = catchThrowableOfType(BundleException.class, () -> BundleFile.read(file));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }
}
