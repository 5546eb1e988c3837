package io.tidemark.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.pipeline.ForestImputer.Fill;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImputationFormatTest {
    private static final float GAP = Float.NaN;
    private static final NeighbourImputer NEIGHBOURS = new NeighbourImputer(
            2, new int[] {0, 2}, new double[] {1, 10}, new int[] {0}, new float[] {1, 10, 3, 20, 5, GAP, GAP, 40});
    private static final ForestImputer FORESTS = new ForestImputer(2, List.of(new Fill(1, forest(0, 7, 9))));

    static Stream<RowImputation> imputations() {
        return Stream.of(
                RowImputation.NONE,
                new RowImputation(Optional.of(NEIGHBOURS), Optional.empty()),
                new RowImputation(Optional.empty(), Optional.of(FORESTS)),
                new RowImputation(Optional.of(NEIGHBOURS), Optional.of(FORESTS)));
    }

    @ParameterizedTest
    @MethodSource("imputations")
    void anImputationSurvivesItsBytes(RowImputation imputation) {
        byte[] bytes = ImputationFormat.write(imputation);

        RowImputation read = ImputationFormat.read(bytes);

        assertThat(ImputationFormat.write(read)).isEqualTo(bytes);
        assertThat(read.neighbours()).isEqualTo(imputation.neighbours());
        assertThat(filled(read, Double.NaN, Double.NaN, 12)).isEqualTo(filled(imputation, Double.NaN, Double.NaN, 12));
    }

    @Test
    void neighboursComeFirstAndForestsSeeWhatTheyFilledIn() {
        RowImputation both = new RowImputation(Optional.of(NEIGHBOURS), Optional.of(FORESTS));

        assertThat(filled(both, Double.NaN, Double.NaN, 12)).containsExactly(2, 9, 12);
        assertThat(filled(RowImputation.NONE, Double.NaN, Double.NaN, 12)).containsExactly(-1, -2, 12);
    }

    @Test
    void truncatedAndLongerBytesAreRefused() {
        byte[] bytes = ImputationFormat.write(new RowImputation(Optional.of(NEIGHBOURS), Optional.of(FORESTS)));

        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ImputationFormat.read(shorter)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ImputationFormat.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes behind");
    }

    @Test
    void alteredBytesAreRefusedOrHarmless() {
        byte[] bytes = ImputationFormat.write(new RowImputation(Optional.of(NEIGHBOURS), Optional.of(FORESTS)));
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] altered = bytes.clone();
            altered[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                filled(ImputationFormat.read(altered), Double.NaN, Double.NaN, 12);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 2_900);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> neighbours(0, 1, 0, 1f)).hasMessageContaining("0 neighbours");
        assertThatThrownBy(() -> neighbours(65, 1, 0, 1f)).hasMessageContaining("65 neighbours");
        assertThatThrownBy(() -> neighbours(1, 0, 0, 1f)).hasMessageContaining("scale 0.0");
        assertThatThrownBy(() -> neighbours(1, 1, 1, 1f)).hasMessageContaining("filled columns");
        assertThatThrownBy(() -> neighbours(1, 1, 0, Float.POSITIVE_INFINITY)).hasMessageContaining("infinite");
        assertThatThrownBy(() -> neighbours(1, 1, 0, new float[1_001])).hasMessageContaining("1001 reference rows");
        assertThatThrownBy(() -> new ForestImputer(11, List.of(new Fill(0, forest(0, 1, 2)))))
                .hasMessageContaining("11 rounds");
        assertThatThrownBy(() -> new ForestImputer(1, List.of())).hasMessageContaining("no forests");
    }

    @Test
    void columnsBesideTheRowAreRefused() {
        PipelineParameters two = new PipelineParameters(List.of(0.0, 0.0), List.of());

        assertThatThrownBy(() -> new FeaturePipeline(two, new RowImputation(Optional.of(NEIGHBOURS), Optional.empty())))
                .hasMessageContaining("column 2");
        assertThatThrownBy(() -> new FeaturePipeline(two, new RowImputation(Optional.empty(), Optional.of(FORESTS))))
                .hasMessageContaining("a forest over 3 columns");
    }

    private static NeighbourImputer neighbours(int neighbours, double scale, int filled, float... reference) {
        return new NeighbourImputer(neighbours, new int[] {0}, new double[] {scale}, new int[] {filled}, reference);
    }

    private static double[] filled(RowImputation imputation, double... raw) {
        FeaturePipeline pipeline =
                new FeaturePipeline(new PipelineParameters(List.of(-1.0, -2.0, -3.0), List.of()), imputation);
        PipelineScratch scratch = pipeline.newScratch();
        pipeline.fill(raw, scratch);
        return scratch.filled().clone();
    }

    /// `low` where the column is not above 1, else `high`.
    private static ForestKernel forest(int column, double low, double high) {
        return ForestCompiler.compile(
                3,
                List.of(new DecisionTree.Builder()
                        .add(new Split(column, 1, Missing.RIGHT, 1, 2))
                        .add(new Leaf(low))
                        .add(new Leaf(high))
                        .build()),
                0,
                1);
    }
}
