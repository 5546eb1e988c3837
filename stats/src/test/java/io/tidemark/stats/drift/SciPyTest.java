package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.stats.Golden;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The exact statistics on raw samples and counts equal SciPy's.
class SciPyTest {
    private static final Offset<Double> EXACT = within(1e-12);

    static Stream<JsonNode> kolmogorovSmirnov() {
        return Golden.cases("ks.json");
    }

    @ParameterizedTest
    @MethodSource
    void kolmogorovSmirnov(JsonNode expected) {
        TestResult result =
                KolmogorovSmirnov.test(reference(expected), current(expected)).orElseThrow();

        assertThat(result.statistic()).isCloseTo(expected.get("d").asDouble(), EXACT);
        assertProbability(result.pValue(), expected.get("p").asDouble());
    }

    static Stream<JsonNode> finiteKolmogorovSmirnovLaw() {
        return Golden.cases("ks-law.json");
    }

    @ParameterizedTest
    @MethodSource
    void finiteKolmogorovSmirnovLaw(JsonNode expected) {
        double probability = KsFiniteLaw.survival(
                expected.get("d").asDouble(), expected.get("n").asLong());

        assertProbability(probability, expected.get("p").asDouble());
    }

    static Stream<JsonNode> cramerVonMises() {
        return Golden.cases("cramer-von-mises.json");
    }

    @ParameterizedTest
    @MethodSource
    void cramerVonMises(JsonNode expected) {
        TestResult result =
                CramerVonMises.test(reference(expected), current(expected)).orElseThrow();

        double t = expected.get("t").asDouble();
        assertThat(result.statistic()).isCloseTo(t, within(1e-9 * Math.max(1, t)));
        assertThat(result.pValue()).isCloseTo(expected.get("p").asDouble(), within(1e-9));
    }

    static Stream<JsonNode> wasserstein() {
        return Golden.cases("wasserstein.json");
    }

    @ParameterizedTest
    @MethodSource
    void wasserstein(JsonNode expected) {
        double distance =
                Wasserstein.distance(reference(expected), current(expected)).orElseThrow();
        double normed =
                Wasserstein.normed(reference(expected), current(expected)).orElseThrow();

        double w = expected.get("w").asDouble();
        assertThat(distance).isCloseTo(w, EXACT);
        assertThat(normed).isCloseTo(w / Math.max(0.001, expected.get("sd").asDouble()), EXACT);
    }

    static Stream<JsonNode> chiSquare() {
        return Golden.cases("chi-square.json");
    }

    @ParameterizedTest
    @MethodSource
    void chiSquare(JsonNode expected) {
        long[] reference = Golden.counts(expected.get("reference"));
        long[] current = Golden.counts(expected.get("current"));

        assertResult(ChiSquare.homogeneity(reference, current).orElseThrow(), expected, "statistic", "p");
        assertResult(ChiSquare.homogeneityWithYates(reference, current).orElseThrow(), expected, "yates", "yates_p");
        assertResult(ChiSquare.goodnessOfFit(reference, current).orElseThrow(), expected, "one_sample", "one_sample_p");
    }

    static Stream<JsonNode> divergences() {
        return Golden.cases("divergence.json");
    }

    @ParameterizedTest
    @MethodSource
    void divergences(JsonNode expected) {
        Shares shares = Shares.of(Golden.counts(expected.get("reference")), Golden.counts(expected.get("current")));
        double[] r = shares.reference();
        double[] c = shares.current();

        assertThat(Divergence.jensenShannon(r, c))
                .isCloseTo(expected.get("jensen_shannon").asDouble(), EXACT);
        assertThat(Divergence.totalVariation(r, c))
                .isCloseTo(expected.get("total_variation").asDouble(), EXACT);
        assertThat(Divergence.lInfinity(r, c))
                .isCloseTo(expected.get("l_infinity").asDouble(), EXACT);
        assertThat(Divergence.hellinger(r, c))
                .isCloseTo(expected.get("hellinger").asDouble(), EXACT);
        if (expected.has("psi")) {
            assertThat(Divergence.psi(r, c)).isCloseTo(expected.get("psi").asDouble(), EXACT);
            assertThat(Divergence.kullbackLeibler(r, c))
                    .isCloseTo(expected.get("kl").asDouble(), EXACT);
        }
    }

    private static void assertResult(TestResult result, JsonNode expected, String statistic, String probability) {
        double value = Golden.number(expected.get(statistic));
        if (Double.isInfinite(value)) {
            assertThat(result.statistic()).isEqualTo(value);
        } else {
            assertThat(result.statistic()).isCloseTo(value, within(1e-12 * Math.max(1, value)));
        }
        assertProbability(result.pValue(), expected.get(probability).asDouble());
    }

    /// Absolutely to 1e-9, and relatively to 1e-6 as far as SciPy carries digits.
    private static void assertProbability(double found, double expected) {
        assertThat(found).isCloseTo(expected, within(1e-9));
        if (expected > 1e-13) {
            assertThat(found).isCloseTo(expected, within(1e-6 * expected));
        }
    }

    private static double[] reference(JsonNode node) {
        return Golden.sample(node.get("reference"));
    }

    private static double[] current(JsonNode node) {
        return Golden.sample(node.get("current"));
    }
}
