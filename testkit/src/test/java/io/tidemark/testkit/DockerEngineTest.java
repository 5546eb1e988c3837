package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class DockerEngineTest {
    @Test
    void anEngineThatAnswersIsThere() {
        assertThatNoException().isThrownBy(() -> DockerEngine.require(List.of("echo", "28.0")));
    }

    @Test
    void withoutAnAnswerTheTestEndsWithWhatDockerSaid() {
        for (List<String> question :
                List.of(List.of("sh", "-c", "echo no daemon; exit 1"), List.of("no-such-docker"))) {
            assertThatThrownBy(() -> DockerEngine.require(question))
                    .isInstanceOfAny(TestAbortedException.class, AssertionFailedError.class)
                    .hasMessageContaining("No Docker engine answers")
                    .hasMessageMatching("(?s).*said: .*no.*");
        }
    }
}
