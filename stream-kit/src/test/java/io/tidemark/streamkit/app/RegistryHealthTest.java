package io.tidemark.streamkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.testkit.FakeMlflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class RegistryHealthTest {
    private static final GuardRules RULES = new GuardRules(
            Duration.ofSeconds(10), 1, Duration.ofMillis(1), Duration.ofMillis(1), 2, Duration.ofSeconds(60));

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aFolderIsAlwaysHealthy() {
        assertThat(new RegistryHealth(new LocalDirectoryRegistry(folder), meters).health())
                .isEqualTo(Health.up().withDetail("state", "healthy").build());
    }

    @Test
    void aServerThatFailsIsDegradedThenDownAndTheServiceStaysUp() {
        try (FakeMlflow server = new FakeMlflow()) {
            ModelRegistry registry = Registries.open(
                    new RegistrySettings(folder, server.address(), "", RULES), Map.of(), (what, cause) -> {});
            RegistryHealth health = new RegistryHealth(registry, meters);
            registry.models();
            assertThat(health.health().getDetails()).containsEntry("state", "healthy");

            server.fail(2);
            assertThatThrownBy(registry::models).isInstanceOf(RegistryUnavailableException.class);
            assertThat(health.health().getDetails()).containsEntry("state", "degraded");
            assertThatThrownBy(registry::models).isInstanceOf(RegistryUnavailableException.class);
            assertThat(health.health().getDetails()).containsEntry("state", "down");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(meters.get("tidemark.registry.failures")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("tidemark.registry.state").gauge().value()).isEqualTo(2);
        }
    }
}
