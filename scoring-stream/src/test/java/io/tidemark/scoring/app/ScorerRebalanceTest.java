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

/// Partitions move between instances under load: no request is lost, none answered twice, no adoption repeated.
@WithStack
class ScorerRebalanceTest {
    private static final ToyModel FIRST = ToyModel.version(1);
    private static final ToyModel SECOND = ToyModel.version(2);

    @TempDir
    private Path folder;

    @Test
    void partitionsThatMoveLoseAndDoubleNothing(TestStack stack) throws Exception {
        ScorerCluster cluster = new ScorerCluster(stack, folder);
        cluster.activate(FIRST);
        Traffic traffic = Traffic.start(stack);
        try (ServiceProcess one = cluster.start("one");
                ServiceProcess two = cluster.start("two")) {
            cluster.awaitMembers(2);
            cluster.awaitAdopted(cluster.activate(SECOND));
            cluster.awaitAnswered(cluster.answered() + 500);
            assertThat(one.terminate(Duration.ofSeconds(30))).isEqualTo(143);
            cluster.awaitMembers(1);
            cluster.awaitAnswered(cluster.answered() + 500);
            int requests = traffic.stop();
            cluster.awaitNoneLeft();
            assertThat(two.terminate(Duration.ofSeconds(30))).isEqualTo(143);

            OfflineOracle oracle = cluster.oracle(FIRST, SECOND);
            oracle.check();
            oracle.checkAdoptions();
            assertThat(oracle.requests()).isEqualTo(requests);
            assertThat(oracle.instances()).containsExactly("one", "two");
        } finally {
            traffic.stop();
        }
    }
}
