package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CoPartitioningTest {
    @Test
    void topicsOfDifferentPartitionCountsAreRefusedWithBothNumbers() {
        Map<String, Integer> counts = Map.of("p.requests", 12, "p.updates", 4);

        assertThatThrownBy(() -> CoPartitioning.require(counts::get, "p.requests", "p.updates"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Found 12 partitions of p.requests and 4 of p.updates, expected the same number")
                .hasMessageContaining("Create p.updates anew with 12 partitions");
    }

    @Test
    void equalCountsAreFine() {
        assertThatCode(() -> CoPartitioning.require(topic -> 3, "requests", "updates"))
                .doesNotThrowAnyException();
    }
}
