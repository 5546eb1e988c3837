package io.tidemark.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.scoring.replay.RangeBound;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeOptionsTest {
    @Test
    void anEndIsATimeOrOffsetsOrOpen() {
        assertThat(RangeOptions.bound("--from", null)).isEqualTo(RangeBound.OPEN);
        assertThat(RangeOptions.bound("--from", "2026-01-31T12:00:00Z"))
                .isEqualTo(new RangeBound.OfTime(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(RangeOptions.bound("--to", "0:12,3:7")).isEqualTo(new RangeBound.OfOffsets(Map.of(0, 12L, 3, 7L)));
    }

    @Test
    void anythingElseIsRefusedWithWhatWasExpected() {
        assertThatThrownBy(() -> RangeOptions.bound("--to", "yesterday"))
                .hasMessageContaining("--to 'yesterday', expected a time such as");
        assertThatThrownBy(() -> RangeOptions.bound("--to", "0:1,0:2")).hasMessageContaining("offsets such as 0:1200");
    }
}
