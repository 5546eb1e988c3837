package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackRuntimeTest {
    @AfterEach
    void forgetProperty() {
        System.clearProperty(StackRuntime.PROPERTY);
    }

    @Test
    void theBuildsOwnRuntimeIsFoundFromAnyWorkingDirectory() {
        assertThat(StackRuntime.locate().directory()).isAbsolute().endsWith(Path.of("target", "dist"));
    }

    @Test
    void anIncompleteRuntimeSaysWhatToBuildAndWhatToSet(@TempDir Path empty) {
        System.setProperty(StackRuntime.PROPERTY, empty.toString());

        assertThatThrownBy(StackRuntime::locate)
                .isInstanceOf(StackException.class)
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("mvn -pl stack -am process-classes")
                .hasMessageContaining("tidemark.runtime.dir");
    }

    /// Dependency management for our own modules must not mix another Kafka into the broker.
    @Test
    void allOfTheBrokerIsOfTheClientsVersion() {
        List<String> parts = StackRuntime.locate().brokerClassPath().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith("kafka"))
                .toList();

        assertThat(parts)
                .hasSizeGreaterThan(10)
                .allMatch(name -> name.endsWith("-" + AppInfoParser.getVersion() + ".jar"));
    }

    @Test
    void noneOfTheBrokerIsOnOurClassPath() {
        assertThatThrownBy(() -> Class.forName("kafka.Kafka")).isInstanceOf(ClassNotFoundException.class);
    }
}
