package io.tidemark.streamkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.ServiceProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceLauncherTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /// Services that close while the broker is already stopping lose what they were about to commit.
    @Test
    void ownedServicesCloseWhenTheirOwnerSaysAndBeforeWhatTheyNeed() {
        try (ServiceProcess process = ServiceProcess.start(OwnedServicesMain.class)) {
            process.awaitLine("everything runs", DEADLINE);

            process.terminate(DEADLINE);

            assertThat(says(process))
                    .containsExactly(
                            "the owner closes the service",
                            "the service is closed",
                            "the owner stops what the service needs");
        }
    }

    @Test
    void servicesOfTheirOwnCloseWithTheProcess() {
        try (ServiceProcess process = ServiceProcess.start(OwnedServicesMain.class, "alone")) {
            process.awaitLine("everything runs", DEADLINE);

            process.terminate(DEADLINE);

            assertThat(says(process)).startsWith("the service is closed");
        }
    }

    private static List<String> says(ServiceProcess process) {
        return process.output().lines().filter(line -> line.startsWith("the ")).toList();
    }
}
