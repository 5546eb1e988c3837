package io.tidemark.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.pipeline.InputStep.CategoryInput;
import io.tidemark.model.pipeline.InputStep.ClusterInput;
import io.tidemark.model.pipeline.InputStep.NumberInput;
import io.tidemark.model.pipeline.InputStep.RatioInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturePipelineTest {
    private static final double MISSING = Double.NaN;
    private static final FeaturePipeline PIPELINE = new FeaturePipeline(new PipelineParameters(
            List.of(10.0, 4.0, 1.0),
            List.of(
                    new NumberInput("rooms", 0),
                    new CategoryInput("region", 2, List.of("north", "south")),
                    new RatioInput("per_home", 0, 1, 7.5),
                    new ClusterInput(
                            "place",
                            List.of(0, 1),
                            List.of(List.of(0.0, 0.0), List.of(10.0, 4.0), List.of(10.0, 4.0))))));

    @Test
    void inputsAreNamedInTheOrderOfTheSteps() {
        assertThat(PIPELINE.inputNames())
                .containsExactly("rooms", "region=north", "region=south", "per_home", "place=0", "place=1", "place=2");
    }

    @Test
    void aWholeRowIsDerivedFrom() {
        assertThat(apply(6, 2, 0)).containsExactly(6, 1, 0, 3, 0, 1, 0);
    }

    @Test
    void whatIsMissingIsFilledInBeforeAnythingIsDerived() {
        assertThat(apply(MISSING, MISSING, MISSING)).containsExactly(10, 0, 1, 2.5f, 0, 1, 0);
    }

    @Test
    void anUnknownCategoryIsNoneOfTheKnownOnes() {
        assertThat(apply(6, 2, -1)).containsExactly(6, 0, 0, 3, 0, 1, 0);
    }

    @Test
    void aQuotientThatIsNotDefinedIsFilledIn() {
        assertThat(apply(6, 0, 0)[3]).isEqualTo(7.5f);
        assertThat(apply(0, 0, 0)[3]).isEqualTo(7.5f);
    }

    @Test
    void ofEquallyNearCentroidsTheFirstIsTaken() {
        assertThat(apply(10, 4, 0)).endsWith(0, 1, 0);
    }

    @Test
    void inputsAreFiniteWhateverTheRowHolds() {
        assertThat(apply(1e300, 1e-300, 0)).containsExactly(Float.MAX_VALUE, 1, 0, 7.5f, 1, 0, 0);
        assertThat(apply(-1e300, 1, 0)[0]).isEqualTo(-Float.MAX_VALUE);
        assertThat(apply(1e30, 1e-30, 0)[3]).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void theRawRowIsLeftAlone() {
        double[] raw = {MISSING, 2, 0};

        PIPELINE.apply(raw, PIPELINE.newScratch(), new float[7]);

        assertThat(raw).containsExactly(MISSING, 2, 0);
    }

    @Test
    void stepsThatReadBesideTheRowAreRefused() {
        assertThatThrownBy(() -> pipeline(new NumberInput("x", 1))).hasMessageContaining("columns from 0 to 0");
        assertThatThrownBy(() -> pipeline(new NumberInput("x", -1))).hasMessageContaining("columns from 0 to 0");
        assertThatThrownBy(() -> pipeline(new RatioInput("x", 0, 3, 1))).hasMessageContaining("columns from 0 to 0");
    }

    @Test
    void parametersThatNoFitGivesAreRefused() {
        assertThatThrownBy(() -> new ClusterInput("k", List.of(0), List.of())).hasMessageContaining("no centroids");
        assertThatThrownBy(() -> new ClusterInput("k", List.of(0), List.of(List.of(1.0, 2.0))))
                .hasMessageContaining("2 coordinates");
        assertThatThrownBy(() -> new ClusterInput("k", List.of(0), List.of(List.of(MISSING))))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new RatioInput("r", 0, 0, MISSING)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new PipelineParameters(List.of(MISSING), List.of()))
                .hasMessageContaining("finite");
    }

    private static FeaturePipeline pipeline(InputStep step) {
        return new FeaturePipeline(new PipelineParameters(List.of(0.0), List.of(step)));
    }

    private static float[] apply(double... raw) {
        float[] inputs = new float[PIPELINE.inputNames().size()];
        PIPELINE.apply(raw, PIPELINE.newScratch(), inputs);
        return inputs;
    }
}
