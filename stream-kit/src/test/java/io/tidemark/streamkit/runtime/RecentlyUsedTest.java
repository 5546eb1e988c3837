package io.tidemark.streamkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
    @Test
    void theEntryThatWasNotUsedForTheLongestTimeMakesRoom() {
        RecentlyUsed<String, Integer> held = new RecentlyUsed<>(2);
        held.put("a", 1);
        held.put("b", 2);
        assertThat(held.get("a")).isEqualTo(1);
        held.put("c", 3);
        assertThat(held.get("b")).isNull();
        assertThat(held.get("a")).isEqualTo(1);
        assertThat(held.get("c")).isEqualTo(3);
        assertThat(held.size()).isEqualTo(2);
    }

    @Test
    void aKeyHasItsNewestValueAndCanBeForgotten() {
        RecentlyUsed<String, Integer> held = new RecentlyUsed<>(1);
        held.put("a", 1);
        held.put("a", 2);
        assertThat(held.get("a")).isEqualTo(2);
        held.remove("a");
        assertThat(held.size()).isZero();
    }

    @Test
    void roomForNothingIsRefused() {
        assertThatThrownBy(() -> new RecentlyUsed<>(0)).hasMessageContaining("Found room for 0 entries");
    }
}
