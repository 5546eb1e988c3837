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

/// The scorer is killed with kill -9 under load, inside transactions, with a swap in between: each request still has
/// exactly one end, and each prediction is what the adopted version gives offline, to the last bit.
@WithStack
class ScorerKillTest {
    private static final ToyModel FIRST = ToyModel.version(1);
    private static final ToyModel SECOND = ToyModel.version(2);

    @TempDir
    private Path folder;

    @Test
    void eachRequestIsAnsweredOnceWhateverIsKilled(TestStack stack) throws Exception {
        ScorerCluster cluster = new ScorerCluster(stack, folder);
        cluster.activate(FIRST);
        Traffic traffic = Traffic.start(stack);
        try {
            try (ServiceProcess scorer = cluster.start("scorer")) {
                cluster.awaitAnswered(500);
                cluster.killInsideTransaction(scorer);
            }
            try (ServiceProcess scorer = cluster.start("scorer")) {
                cluster.awaitAnswered(cluster.answered() + 500);
                cluster.awaitAdopted(cluster.activate(SECOND));
                cluster.killInsideTransaction(scorer);
            }
            try (ServiceProcess scorer = cluster.start("scorer")) {
                cluster.awaitAnswered(cluster.answered() + 500);
                int requests = traffic.stop();
                cluster.awaitNoneLeft();
                assertThat(scorer.terminate(Duration.ofSeconds(30))).isEqualTo(143);

                OfflineOracle oracle = cluster.oracle(FIRST, SECOND);
                oracle.check();
                oracle.checkAdoptions();
                assertThat(oracle.requests()).isEqualTo(requests);
                assertThat(oracle.predictionsOf(FIRST)).isGreaterThan(500);
                assertThat(oracle.predictionsOf(SECOND)).isGreaterThan(500);
            }
        } finally {
            traffic.stop();
        }
    }
}
