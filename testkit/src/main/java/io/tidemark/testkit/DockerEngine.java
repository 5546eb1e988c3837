package io.tidemark.testkit;

import java.time.Duration;
import java.util.List;

/// The machine's Docker engine, for tests with containers.
public final class DockerEngine {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private DockerEngine() {}

    /// Skips the test where no engine answers; fails it where `TIDEMARK_DOCKER_REQUIRED` is set in the environment.
    public static void require() {
        require(List.of("docker", "version", "--format", "{{.Server.Version}}"));
    }

    static void require(List<String> question) {
        Command.Result answer = Command.run(TIMEOUT, question);
        if (!answer.succeeded()) {
            Prerequisite.missing(
                    "No Docker engine answers: start one to run this test. '" + String.join(" ", question) + "' said: "
                            + answer.output().strip(),
                    "TIDEMARK_DOCKER_REQUIRED");
        }
    }
}
