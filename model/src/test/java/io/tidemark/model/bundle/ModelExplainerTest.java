package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelExplainerTest {
    static Stream<ModelBundle> bundles() {
        return Stream.of(Bundles.regression(), Bundles.binary(), Bundles.logarithm());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void featuresAddUpToTheMargin(ModelBundle bundle) {
        ModelExplainer explainer = bundle.newExplainer().orElseThrow().sibling();
        ModelScorer scorer = bundle.newScorer();
        for (GoldenRow golden : bundle.goldenRows()) {
            scorer.encode(golden.values());

            double[] contributions = explainer.explain(scorer.raw());

            assertThat(contributions).hasSize(bundle.features().size());
            double margin = explainer.base() + Arrays.stream(contributions).sum();
            assertThat(bundle.descriptor().link().score(margin)).isCloseTo(golden.score(), within(1e-9));
        }
    }

    /// The class that is answered is the one that is explained; three of four training rows have four rooms or fewer.
    @Test
    void theMostProbableClassIsExplainedByItsOwnMargin() {
        ModelExplainer explainer = Bundles.multiclass().newExplainer().orElseThrow();

        double[] small = explainer.explain(new double[] {4, 1, 0}).clone();
        int ofSmall = explainer.explainedClass();
        double baseOfSmall = explainer.base();
        double[] large = explainer.explain(new double[] {5, 1, 0}).clone();

        assertThat(ofSmall).isZero();
        assertThat(baseOfSmall).isCloseTo((3 * 1 - 1) / 4.0, within(1e-12));
        assertThat(small).containsExactly(new double[] {0.5, 0, 0}, within(1e-12));
        assertThat(explainer.explainedClass()).isEqualTo(2);
        assertThat(explainer.base()).isCloseTo((3 * -0.5 + 2) / 4, within(1e-12));
        assertThat(explainer.base() + Arrays.stream(large).sum()).isCloseTo(2, within(1e-12));
    }

    /// Three of four training rows have four rooms or fewer: the base is 1 + 2 * 12.5.
    @Test
    void theFeatureThatDecidesHasItAll() {
        ModelExplainer explainer = Bundles.regression().newExplainer().orElseThrow();

        double[] contributions = explainer.explain(new double[] {5, 1, 0});

        assertThat(explainer.base()).isCloseTo(26, within(1e-12));
        assertThat(contributions).containsExactly(new double[] {15, 0, 0}, within(1e-12));
    }

    /// Derived inputs count for what they are made of, in equal parts.
    @Test
    void inputsOfSeveralFeaturesAreSharedEqually() {
        ModelBundle bundle = Bundles.regression();
        double[] ofInputs = new double[bundle.pipeline().inputNames().size()];
        int ratio = bundle.pipeline().inputNames().indexOf("rooms_per_region");
        int oneHot = bundle.pipeline().inputNames().indexOf("region=inland");
        ofInputs[ratio] = 8;
        ofInputs[oneHot] = 1;
        double[] ofFeatures = {9, 9, 9};

        bundle.pipeline().toColumns(ofInputs, ofFeatures);

        assertThat(ofFeatures).containsExactly(4, 5, 0);
    }

    @Test
    void treesOfFormerFormatsExplainNothing() throws IOException {
        Path file = Path.of("src", "test", "resources", "golden", "bundle", "format-2-regression.bundle");

        assertThat(BundleCodec.read(Files.readAllBytes(file)).newExplainer()).isEmpty();
    }
}
