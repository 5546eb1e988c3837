package io.tidemark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.benchmarks.VerdictBenchmark.Summary;
import io.tidemark.stats.sequential.Comparison.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A small version of `tidemark bench verdicts`; seeds 1 to the number of runs.
class VerdictBenchmarkTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sameVersionIsRarelyPromotedHoweverOftenSomebodyLooks(boolean paired) throws InterruptedException {
        Summary same = VerdictBenchmark.simulate(paired, 1, 60);

        assertThat(same.share(Finding.BETTER)).isLessThanOrEqualTo(0.05);
        assertThat(same.naiveShare()).isGreaterThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void betterVersionIsFound(boolean paired) throws InterruptedException {
        assertThat(VerdictBenchmark.simulate(paired, 0.98, 20).share(Finding.BETTER))
                .isGreaterThan(0.5);
    }

    @Test
    void worseVersionIsNeverPromoted() throws InterruptedException {
        assertThat(VerdictBenchmark.simulate(false, 1.02, 20).share(Finding.BETTER))
                .isZero();
    }
}
