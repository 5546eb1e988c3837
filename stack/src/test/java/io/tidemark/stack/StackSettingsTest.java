package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
    private final StackSettings settings = StackSettings.in(Path.of("some", "..", "home"));

    @Test
    void defaultsAreFreePortsAndHalfAGibibyteOfDisk() {
        assertThat(settings.home()).isEqualTo(Path.of("home").toAbsolutePath());
        assertThat(settings.brokerPort()).isEmpty();
        assertThat(settings.registryPort()).isEmpty();
        assertThat(settings.startTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.minFreeBytes()).isEqualTo(512L * 1024 * 1024);
    }

    @Test
    void portsOutsideTheRangeAreRefused() {
        assertThatThrownBy(() -> settings.withPorts(OptionalInt.of(70_000), OptionalInt.empty()))
                .hasMessage("Found brokerPort 70000, expected a port from 1 to 65535.");
        assertThatThrownBy(() -> settings.withPorts(OptionalInt.empty(), OptionalInt.of(0)))
                .hasMessage("Found registryPort 0, expected a port from 1 to 65535.");
    }

    @Test
    void onePortForBothIsRefused() {
        assertThatThrownBy(() -> settings.withPorts(OptionalInt.of(9092), OptionalInt.of(9092)))
                .hasMessageContaining("expected two different ones");
    }

    @Test
    void aTimeoutOfNothingIsRefused() {
        assertThatThrownBy(() ->
                        new StackSettings(settings.home(), OptionalInt.empty(), OptionalInt.empty(), Duration.ZERO, 0))
                .hasMessageContaining("expected more than 0");
    }
}
