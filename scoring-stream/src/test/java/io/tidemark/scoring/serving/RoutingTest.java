package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.serving.ReadyActivation.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final int KEYS = 20_000;
    private static final ServingModel CHAMPION = ToyModel.version(1).serving();
    private static final ServingModel SECOND = ToyModel.version(2).serving();
    private static final ServingModel THIRD = ToyModel.version(3).serving();

    @Test
    void withoutChallengersTheChampionAnswersEverything() {
        assertThat(answeredBy(CHAMPION)).hasSize(KEYS);
    }

    @Test
    void aChallengerGetsItsShareOfTheKeys() {
        for (int shareBp : List.of(1, 100, 1_000, 5_000, 9_999)) {
            double share =
                    answeredBy(SECOND, new Trial(SECOND, shareBp, "spring")).size() / (double) KEYS;
            assertThat(share).as(shareBp + " basis points").isCloseTo(shareBp / 1e4, within(0.01));
        }
        assertThat(answeredBy(SECOND, new Trial(SECOND, 10_000, "spring"))).hasSize(KEYS);
    }

    @Test
    void aShareThatGrowsKeepsTheKeysItHad() {
        Set<String> before = Set.of();
        for (int shareBp : List.of(100, 500, 1_000, 5_000, 10_000)) {
            Set<String> now = answeredBy(SECOND, new Trial(SECOND, shareBp, "spring"));
            assertThat(now).containsAll(before).hasSizeGreaterThan(before.size());
            before = now;
        }
    }

    /// Computed once and written down: an instance of another release has to choose the same.
    @Test
    void theBucketOfAKeyIsTheSameForever() {
        assertThat(Routing.bucket("spring", "customer-1")).isEqualTo(5189);
        assertThat(Routing.bucket("", "")).isEqualTo(6681);
        assertThat(Routing.bucket("spring", "Zürich")).isEqualTo(4791);
    }

    @Test
    void anotherExperimentMixesTheKeysAnew() {
        Set<String> spring = answeredBy(SECOND, new Trial(SECOND, 1_000, "spring"));
        Set<String> autumn = answeredBy(SECOND, new Trial(SECOND, 1_000, "autumn"));
        Set<String> both = new HashSet<>(spring);
        both.retainAll(autumn);

        assertThat(both.size() / (double) KEYS).isCloseTo(0.01, within(0.005));
    }

    /// Chi-square tests at a significance of 1e-6; the hash is fixed, so they give the same each time.
    @Test
    void bucketsAreUniformAndIndependentOfOtherExperimentsOver100000Keys() {
        int cells = 20;
        long[] uniform = new long[cells];
        long[][] together = new long[cells][cells];
        for (int i = 0; i < 100_000; i++) {
            int spring = Routing.bucket("spring", "customer-" + i) * cells / 10_000;
            int autumn = Routing.bucket("autumn", "customer-" + i) * cells / 10_000;
            uniform[spring]++;
            together[spring][autumn]++;
        }
        double chiSquareOfOne = 0;
        double chiSquareOfBoth = 0;
        for (int a = 0; a < cells; a++) {
            chiSquareOfOne += square(uniform[a] - 5_000.0) / 5_000;
            for (int b = 0; b < cells; b++) {
                chiSquareOfBoth += square(together[a][b] - 250.0) / 250;
            }
        }

        assertThat(chiSquareOfOne).as("19 degrees of freedom").isLessThan(65.4);
        assertThat(chiSquareOfBoth).as("399 degrees of freedom").isLessThan(548);
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void challengersOfOneExperimentShareNoKeyAndLeaveTheRestToTheChampion() {
        Map<ServingModel, Integer> answers = new HashMap<>();
        ReadyActivation activation =
                activation(List.of(new Trial(SECOND, 2_000, "spring"), new Trial(THIRD, 3_000, "spring")));
        keys().forEach(key -> answers.merge(Routing.choose(activation, key), 1, Integer::sum));

        assertThat(answers.getOrDefault(SECOND, 0) / (double) KEYS).isCloseTo(0.2, within(0.01));
        assertThat(answers.getOrDefault(THIRD, 0) / (double) KEYS).isCloseTo(0.3, within(0.01));
        assertThat(answers.getOrDefault(CHAMPION, 0) / (double) KEYS).isCloseTo(0.5, within(0.01));
    }

    private static Set<String> answeredBy(ServingModel model, Trial... trials) {
        ReadyActivation activation = activation(List.of(trials));
        Set<String> answered = new HashSet<>();
        for (String key : keys()) {
            if (Routing.choose(activation, key).equals(model)) {
                answered.add(key);
            }
        }
        return answered;
    }

    private static ReadyActivation activation(List<Trial> trials) {
        return new ReadyActivation(1, "activation", CHAMPION, trials);
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("customer-" + i);
        }
        return keys;
    }
}
