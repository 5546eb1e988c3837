package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelWaitsTest {
    private final ModelWaits waits = new ModelWaits(Duration.ofSeconds(5));

    @Test
    void allPartitionsShareOneWaitForAModel() {
        assertThat(waits.left("homes", 10_000)).isEqualTo(Duration.ofSeconds(5));
        assertThat(waits.left("homes", 12_000)).isEqualTo(Duration.ofSeconds(3));
        assertThat(waits.left("homes", 16_000)).isEqualTo(Duration.ZERO);
        assertThat(waits.left("credit", 16_000)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aWaitLongAfterTheLastBeginsAnew() {
        waits.left("homes", 0);

        assertThat(waits.left("homes", 60_000)).isEqualTo(Duration.ZERO);
        assertThat(waits.left("homes", 65_001)).isEqualTo(Duration.ofSeconds(5));
    }
}
