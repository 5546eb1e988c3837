package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassKernelsTest {
    private static final int INPUTS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachClassIsSummedUpByItself(long seed) {
        RandomTrees random = new RandomTrees(seed, INPUTS);
        List<ForestKernel> ofClasses = new ArrayList<>();
        for (int code = 0; code < 4; code++) {
            ofClasses.add(ForestCompiler.compile(INPUTS, random.forest(3 + 9 * code), code, 0.5));
        }
        ClassKernels kernels = new ClassKernels(ofClasses);
        int[] scratch = new int[kernels.scratchLength()];
        double[] margins = new double[kernels.outputs()];

        for (int i = 0; i < 200; i++) {
            float[] row = random.row();
            kernels.margins(row, scratch, margins);

            assertThat(margins)
                    .containsExactly(ofClasses.stream()
                            .mapToDouble(kernel -> kernel.margin(row, new int[kernel.scratchLength()]))
                            .toArray());
        }
    }

    @Test
    void classesOfTreesAndOfWeightsSurviveTheirBytes() {
        RandomTrees random = new RandomTrees(7, INPUTS);
        ClassKernels kernels = new ClassKernels(List.of(
                ForestCompiler.compile(INPUTS, random.forest(5), 0, 1),
                new LinearKernel(1, new double[] {1, 2, 3, 4, 5}, new double[INPUTS]),
                ForestCompiler.compile(INPUTS, List.of(), 2, 1)));
        byte[] bytes = KernelFormat.write(kernels);

        Kernel read = KernelFormat.read(bytes);

        assertThat(KernelFormat.write(read)).isEqualTo(bytes);
        float[] row = random.row();
        double[] before = new double[3];
        double[] after = new double[3];
        kernels.margins(row, new int[kernels.scratchLength()], before);
        read.margins(row, new int[read.scratchLength()], after);
        assertThat(after).containsExactly(before);
    }

    @Test
    void cutOffBytesAreRefused() {
        byte[] bytes = KernelFormat.write(three());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> KernelFormat.read(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void countsAndLengthsBeyondTheBytesAreRefusedBeforeAnythingIsAllocated() {
        byte[] many = KernelFormat.write(three());
        many[1] = 0x7f;
        byte[] longer = KernelFormat.write(three());
        longer[5] = 0x7f;

        assertThatThrownBy(() -> KernelFormat.read(many)).hasMessageContaining("classes");
        assertThatThrownBy(() -> KernelFormat.read(longer)).hasMessageContaining("class 0");
    }

    @Test
    void classesInsideOfAClassAreRefused() {
        byte[] bytes = KernelFormat.write(three());
        bytes[9] = 4;

        assertThatThrownBy(() -> KernelFormat.read(bytes)).hasMessageContaining("kernel kind 4");
    }

    @Test
    void fewerThanThreeClassesOrOtherInputsAreRefused() {
        LinearKernel one = new LinearKernel(0, new double[2], new double[2]);
        LinearKernel other = new LinearKernel(0, new double[3], new double[3]);

        assertThatThrownBy(() -> new ClassKernels(List.of(one, one))).hasMessageContaining("2 classes");
        assertThatThrownBy(() -> new ClassKernels(List.of(one, one, other))).hasMessageContaining("2 and 3 inputs");
    }

    @Test
    void withoutCoversOfAllClassesNothingIsExplained() {
        LinearKernel linear = new LinearKernel(0, new double[INPUTS], new double[INPUTS]);
        DecisionTree withoutCovers = new DecisionTree.Builder()
                .add(new DecisionTree.Split(0, 1, DecisionTree.Missing.LEFT, 1, 2))
                .add(new DecisionTree.Leaf(1))
                .add(new DecisionTree.Leaf(2))
                .build();
        ForestKernel forest = ForestCompiler.compile(INPUTS, List.of(withoutCovers), 0, 1);

        assertThat(new ClassKernels(List.of(linear, linear, linear)).explainers())
                .hasSize(3);
        assertThat(new ClassKernels(List.of(linear, linear, forest)).explainers())
                .isEmpty();
    }

    private static ClassKernels three() {
        LinearKernel linear = new LinearKernel(1, new double[] {2}, new double[] {3});
        return new ClassKernels(List.of(linear, linear, linear));
    }
}
