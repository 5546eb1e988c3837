package io.tidemark.streamkit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineFactsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 %", "1, 0.01 %", "500, 5 %", "1250, 12.5 %", "5000, 50 %", "10000, 100 %"})
    void aShareOfTheKeysIsReadWithoutIdleZeros(int shareBp, String read) {
        assertThat(TimelineFacts.percent(shareBp)).isEqualTo(read);
    }
}
