package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelFormatTest {
    private static final int INPUTS = 4;

    // Where the parts of a forest begin, see KernelFormat.
    private static final int ROOTS_AT = 1 + 5 * 4 + 2 * 8;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aForestSurvivesItsBytes(long seed) {
        RandomTrees random = new RandomTrees(seed, INPUTS);
        ForestKernel kernel = ForestCompiler.compile(INPUTS, random.forest((int) seed % 12), -1, 0.5);
        byte[] bytes = KernelFormat.write(kernel);

        SingleKernel read = (SingleKernel) KernelFormat.read(bytes);

        assertThat(KernelFormat.write(read)).isEqualTo(bytes);
        for (int i = 0; i < 50; i++) {
            float[] row = random.row();
            assertThat(read.margin(row, new int[read.scratchLength()]))
                    .isEqualTo(kernel.margin(row, new int[kernel.scratchLength()]));
        }
    }

    @Test
    void aLinearModelSurvivesItsBytes() {
        LinearKernel kernel = new LinearKernel(-0.0, new double[] {1e-300, 2}, new double[] {3, -4});
        byte[] bytes = KernelFormat.write(kernel);

        assertThat(KernelFormat.write(KernelFormat.read(bytes))).isEqualTo(bytes);
    }

    @Test
    void everyTruncationAndEveryByteMoreIsRefused() {
        for (byte[] whole : List.of(forest(3), linear())) {
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> KernelFormat.read(part))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            byte[] more = Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> KernelFormat.read(more)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// Whatever single byte is altered, the result is refused or walks inside its arrays.
    @ParameterizedTest
    @MethodSource("seeds")
    void alteredBytesAreRefusedOrHarmless(long seed) {
        byte[] bytes = forest(seed);
        SplittableRandom random = new SplittableRandom(seed);
        RandomTrees rows = new RandomTrees(seed, INPUTS);
        int harmless = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] altered = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            }
            harmless += isHarmless(altered, rows) ? 1 : 0;
        }
        assertThat(harmless)
                .as("some alterations only change thresholds or leaves")
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noiseIsRefusedOrHarmless(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomTrees rows = new RandomTrees(seed, INPUTS);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) random.nextInt(5);
            }
            isHarmless(noise, rows);
        }
    }

    private static boolean isHarmless(byte[] bytes, RandomTrees rows) {
        SingleKernel kernel;
        try {
            kernel = (SingleKernel) KernelFormat.read(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("damaged");
            return false;
        }
        if (kernel.inputs() != INPUTS) {
            return false; // refused by the bundle, whose pipeline has as many inputs as the kernel
        }
        for (int i = 0; i < 20; i++) {
            kernel.margin(rows.row(), new int[kernel.scratchLength()]);
        }
        kernel.explainer()
                .ifPresent(explainer -> explainer.explain(rows.row(), explainer.newScratch(), new double[INPUTS]));
        return true;
    }

    @Test
    void everyIndexOutOfRangeIsRefused() {
        byte[] bytes = forest(3);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int roots = header.getInt(9);
        int nodes = header.getInt(13);
        int slots = header.getInt(17);
        int nodesAt = ROOTS_AT + 4 * roots;
        int slotsAt = nodesAt + 16 * nodes;
        for (int i = 0; i < roots; i++) {
            refused(bytes, ROOTS_AT + 4 * i, nodes);
            refused(bytes, ROOTS_AT + 4 * i, -1);
        }
        for (int i = 0; i < nodes; i++) {
            long node = header.getLong(nodesAt + 8 * i);
            refused(bytes, nodesAt + 8 * i, node | 0xfffffL); // far behind the last node
            refused(bytes, nodesAt + 8 * i, node | (0xfffL << ForestKernel.DISTANCE_BITS)); // no such slot
            if (ForestKernel.distanceOf(node) == 0) {
                refused(bytes, nodesAt + 8 * i, node & 0xffffffffL); // a leaf that rows leave
            } else {
                refused(bytes, nodesAt + 8 * i, ForestKernel.pack(ForestKernel.keyOf(node), 0, nodes - i - 1));
            }
            refused(bytes, nodesAt + 8 * nodes + 8 * i, Double.doubleToRawLongBits(Double.NaN));
        }
        for (int i = 0; i < slots; i++) {
            refused(bytes, slotsAt + 5 * i, INPUTS);
            refused(bytes, slotsAt + 5 * i, -1);
            byte[] rule = bytes.clone();
            rule[slotsAt + 5 * i + 4] = 5;
            assertThatThrownBy(() -> KernelFormat.read(rule)).hasMessageContaining("missing rule 5");
        }
        assertThat(List.of(roots, nodes, slots))
                .allSatisfy(count -> assertThat(count).isPositive());
    }

    /// Without covers a kernel has the bytes that it had before covers were thought of.
    @Test
    void aForestWithoutCoversIsWrittenAsItEverWas() {
        DecisionTree tree = new DecisionTree.Builder()
                .add(new DecisionTree.Split(0, 1, DecisionTree.Missing.LEFT, 1, 2))
                .add(new DecisionTree.Leaf(1))
                .add(new DecisionTree.Leaf(2))
                .build();

        byte[] bytes = KernelFormat.write(ForestCompiler.compile(1, List.of(tree), 0, 1));

        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(((SingleKernel) KernelFormat.read(bytes)).explainer()).isEmpty();
    }

    @Test
    void coversThatAreNoneAreRefused() {
        byte[] bytes = forest(3);
        for (float cover : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY, 1e31f}) {
            refused(bytes, bytes.length - 4, Float.floatToRawIntBits(cover));
        }
    }

    /// What two trees share could be walked, but not explained.
    @Test
    void treesThatOverlapAreRefused() {
        byte[] bytes = forest(3);
        int secondRoot = ByteBuffer.wrap(bytes).getInt(ROOTS_AT + 4);
        refused(bytes, ROOTS_AT + 4, secondRoot + 1);
        refused(bytes, ROOTS_AT + 4, 0);
    }

    @Test
    void hugeCountsAllocateNothing() {
        for (int at : new int[] {9, 13, 17}) {
            refused(forest(3), at, Integer.MAX_VALUE);
            refused(forest(3), at, -1);
        }
        refused(linear(), 1, Integer.MAX_VALUE);
        refused(linear(), 1, -1);
    }

    private static void refused(byte[] bytes, int at, int value) {
        byte[] altered = bytes.clone();
        ByteBuffer.wrap(altered).putInt(at, value);
        assertThatThrownBy(() -> KernelFormat.read(altered))
                .as("%d at %d", value, at)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(byte[] bytes, int at, long value) {
        byte[] altered = bytes.clone();
        ByteBuffer.wrap(altered).putLong(at, value);
        assertThatThrownBy(() -> KernelFormat.read(altered))
                .as("%x at %d", value, at)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] forest(long seed) {
        return KernelFormat.write(ForestCompiler.compile(INPUTS, new RandomTrees(seed, INPUTS).forest(5), 1, 0.5));
    }

    private static byte[] linear() {
        return KernelFormat.write(new LinearKernel(1, new double[INPUTS], new double[INPUTS]));
    }
}
