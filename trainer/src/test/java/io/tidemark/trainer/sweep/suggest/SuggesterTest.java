package io.tidemark.trainer.sweep.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuggesterTest {
    private static final SearchSpace MIXED = new SearchSpace(List.of(
            new FloatParameter("x", 0, 1, false),
            new IntParameter("n", 1, 1000, true),
            new CategoricalParameter("c", List.of("a", "b", "c", "d"))));

    static Stream<Suggester> all() {
        return Stream.of(new GaussianProcessSuggester(), new ParzenSuggester(), new RandomSuggester());
    }

    static Stream<Suggester> learning() {
        return Stream.of(new GaussianProcessSuggester(), new ParzenSuggester());
    }

    @ParameterizedTest
    @MethodSource("learning")
    void comesNearerThanChanceOnAMixedSpace(Suggester suggester) {
        ToDoubleFunction<double[]> loss =
                at -> Math.abs(at[0] - 0.3) + Math.abs(at[1] - 0.8) + (at[2] == 0.625 ? 0 : 0.5);
        double learned = 0;
        double chance = 0;
        for (int seed = 0; seed < 5; seed++) {
            learned += best(run(suggester, MIXED, loss, 30, seed));
            chance += best(run(new RandomSuggester(), MIXED, loss, 30, seed));
        }

        assertThat(learned).isLessThan(0.7 * chance);
    }

    @ParameterizedTest
    @MethodSource("all")
    void suggestionsAreValuesOfTheSpace(Suggester suggester) {
        for (Evidence.Observation seen : run(suggester, MIXED, at -> at[0], 15, 1)) {
            double[] at = seen.point().coordinates();
            assertThat(MIXED.snapped(at)).isEqualTo(at);
            assertThat(MIXED.point(MIXED.values(at))[1]).isEqualTo(at[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsTriedTwiceUntilAllIsTried(Suggester suggester) {
        SearchSpace small = new SearchSpace(
                List.of(new IntParameter("n", 1, 5, false), new CategoricalParameter("c", List.of("a", "b", "c"))));

        List<Evidence.Observation> seen = run(suggester, small, at -> at[0] + at[1], 15, 3);

        Set<Evidence.Point> different = new HashSet<>();
        seen.forEach(observation -> different.add(observation.point()));
        assertThat(different).hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("all")
    void equalEvidenceAndSeedGiveTheSameBits(Suggester suggester) {
        Evidence evidence =
                new Evidence(MIXED, run(new RandomSuggester(), MIXED, at -> at[0] * at[1], 12, 9), List.of());

        double[] once = suggester.suggest(evidence, new SplittableRandom(4));
        double[] again = suggester.suggest(evidence, new SplittableRandom(4));

        assertThat(again).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("learning")
    void workersSpread(Suggester suggester) {
        SearchSpace line = new SearchSpace(List.of(new FloatParameter("x", 0, 1, false)));
        List<Evidence.Observation> seen = run(new RandomSuggester(), line, at -> Math.abs(at[0] - 0.5), 8, 2);
        List<Evidence.Point> pending = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double[] at = suggester.suggest(new Evidence(line, seen, pending), new SplittableRandom(4));
            pending.add(new Evidence.Point(at));
        }

        assertThat(new HashSet<>(pending)).hasSize(4);
        double[] sorted = pending.stream()
                .mapToDouble(point -> point.coordinates()[0])
                .sorted()
                .toArray();
        assertThat(sorted[3] - sorted[0]).isGreaterThan(0.01);
    }

    @ParameterizedTest
    @MethodSource("all")
    void equalLossesAndConstantParametersAreNoObstacle(Suggester suggester) {
        SearchSpace space = new SearchSpace(
                List.of(new FloatParameter("x", 0, 1, false), new FloatParameter("fixed", 2, 2, false)));

        for (Evidence.Observation seen : run(suggester, space, at -> 1, 8, 6)) {
            assertThat(space.values(seen.point().coordinates())).containsEntry("fixed", 2.0);
        }
    }

    @Test
    void manyTrialsAreThinnedToTheBestAndTheLatest() {
        SearchSpace line = new SearchSpace(List.of(new FloatParameter("x", 0, 1, false)));
        List<Evidence.Observation> seen = run(new RandomSuggester(), line, at -> Math.abs(at[0] - 0.25), 400, 8);

        Surrogate surrogate = Surrogate.fit(new Evidence(line, seen, List.of()), 1);

        assertThat(surrogate.mean(new double[] {0.25})).isLessThan(surrogate.mean(new double[] {0.6}));
    }

    @Test
    void theInitialDesignHasOnePointPerSlice() {
        double[][] points = LatinHypercube.points(10, 3, new SplittableRandom(1));
        for (int d = 0; d < 3; d++) {
            int dimension = d;
            assertThat(Arrays.stream(points).mapToInt(point -> (int) (point[dimension] * 10)))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void theParzenDensityIsHighWhereItsPointsAre() {
        ParzenDensity density = new ParzenDensity(
                MIXED,
                List.of(
                        new Evidence.Point(MIXED.snapped(new double[] {0.2, 0.7, 0.1})),
                        new Evidence.Point(MIXED.snapped(new double[] {0.25, 0.75, 0.1}))));

        double at = density.logDensity(MIXED.snapped(new double[] {0.22, 0.72, 0.1}));

        assertThat(at).isGreaterThan(density.logDensity(MIXED.snapped(new double[] {0.22, 0.72, 0.9})));
        assertThat(at).isGreaterThan(density.logDensity(MIXED.snapped(new double[] {0.9, 0.72, 0.1})));
    }

    @Test
    void theParzenDensityIntegratesToOne() {
        SearchSpace line = new SearchSpace(List.of(new FloatParameter("x", 0, 1, false)));
        ParzenDensity density = new ParzenDensity(
                line, List.of(new Evidence.Point(new double[] {0.02}), new Evidence.Point(new double[] {0.6})));
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += Math.exp(density.logDensity(new double[] {(i + 0.5) / 10_000})) / 10_000;
        }

        assertThat(sum).isBetween(0.9999, 1.0001);
    }

    private static double best(List<Evidence.Observation> seen) {
        return seen.stream().mapToDouble(Evidence.Observation::loss).min().orElseThrow();
    }

    private static List<Evidence.Observation> run(
            Suggester suggester, SearchSpace space, ToDoubleFunction<double[]> loss, int trials, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Evidence.Observation> seen = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            Evidence evidence = new Evidence(space, seen, List.of());
            double[] at = (i < 5 ? new RandomSuggester() : suggester).suggest(evidence, random.split());
            seen.add(new Evidence.Observation(new Evidence.Point(at), loss.applyAsDouble(at)));
        }
        return seen;
    }
}
