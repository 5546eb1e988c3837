package io.tidemark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkTest {
    @Test
    void theLargestIsAFullBlockAndNoneIsASpace() {
        assertThat(Spark.of(List.of(0L, 1L, 4L, 8L))).isEqualTo(" ▁▄█");
    }

    @Test
    void nothingIsDefined() {
        assertThat(Spark.of(List.of())).isEmpty();
        assertThat(Spark.of(List.of(0L, 0L))).isEqualTo("  ");
        assertThat(Spark.of(List.of(Long.MAX_VALUE, 1L))).isEqualTo("█▁");
    }
}
