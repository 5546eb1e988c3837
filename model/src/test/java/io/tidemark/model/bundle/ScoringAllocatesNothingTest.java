package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From an event's decoded values to its score, the garbage collector has nothing to do.
class ScoringAllocatesNothingTest {
    private static final int ROWS = 20_000;

    static Stream<ModelBundle> bundles() {
        return Stream.of(Bundles.regression(), Bundles.multiclass());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void fromAnEventsValuesToItsScore(ModelBundle bundle) {
        ModelScorer scorer = bundle.newScorer();
        Map<String, Object> full = Map.of("rooms", 4L, "region", "coast", "pool", true);
        Map<String, Object> partly = Map.of("region", "inland", "rooms", 7L);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(scores(scorer, full, partly)).isFinite();

        long before = threads.getCurrentThreadAllocatedBytes();
        double sum = scores(scorer, full, partly);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isFinite();
        // Less than a byte a row: reading the counter itself takes some.
        assertThat(bytes).isLessThan(ROWS);
    }

    private static double scores(ModelScorer scorer, Map<String, Object> full, Map<String, Object> partly) {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            if (scorer.encode(i % 2 == 0 ? full : partly) != null) {
                throw new IllegalStateException("A row of the test was refused.");
            }
            sum += scorer.score();
        }
        return sum;
    }
}
