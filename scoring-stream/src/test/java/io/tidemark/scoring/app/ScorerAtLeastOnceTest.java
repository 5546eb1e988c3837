package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.scoring.ToyModel;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scorer as it runs without transactions: killed with kill -9 between two commits, with a swap in between, it
/// loses nothing. What it repeats is as right as what it said before.
@WithStack
class ScorerAtLeastOnceTest {
    private static final ToyModel FIRST = ToyModel.version(1);
    private static final ToyModel SECOND = ToyModel.version(2);

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostAndWhatIsRepeatedIsRight(TestStack stack) throws Exception {
        ScorerCluster cluster = new ScorerCluster(stack, folder);
        cluster.activate(FIRST);
        Traffic traffic = Traffic.start(stack);
        try {
            try (ServiceProcess scorer = cluster.startAtLeastOnce("scorer")) {
                cluster.awaitPredictions(500);
                scorer.kill();
            }
            try (ServiceProcess scorer = cluster.startAtLeastOnce("scorer")) {
                cluster.awaitPredictions(2_000);
                cluster.awaitAdopted(cluster.activate(SECOND));
                scorer.kill();
            }
            try (ServiceProcess scorer = cluster.startAtLeastOnce("scorer")) {
                int requests = traffic.stop();
                cluster.awaitNoneLeft();
                assertThat(scorer.terminate(Duration.ofSeconds(30))).isEqualTo(143);

                OfflineOracle oracle = cluster.oracle(FIRST, SECOND);
                oracle.checkAtLeastOnce();
                assertThat(oracle.requests()).isEqualTo(requests);
                assertThat(oracle.predictionsOf(FIRST)).isGreaterThan(500);
                assertThat(oracle.predictionsOf(SECOND)).isPositive();
                assertThat(oracle.repeated())
                        .as("answers that a kill made the scorer repeat")
                        .isPositive();
            }
        } finally {
            traffic.stop();
        }
    }
}
