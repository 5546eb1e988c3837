package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {
    @Test
    void wherePeopleWorkTheTestIsSkippedWithTheReason() {
        assertThatThrownBy(() -> Prerequisite.missing("No python3.", "CI", Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("No python3.");
    }

    @Test
    void inCiTheTestFails() {
        assertThatThrownBy(() -> Prerequisite.missing("No python3.", "CI", Map.of("CI", "true")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("No python3.")
                .hasMessageContaining("CI is set");
    }
}
