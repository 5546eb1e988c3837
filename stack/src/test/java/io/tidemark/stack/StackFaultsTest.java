package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Faults that are found before any child starts.
class StackFaultsTest {
    @TempDir
    private Path directory;

    @Test
    void freePortsDiffer() {
        Ports ports = Ports.choose(OptionalInt.empty(), OptionalInt.empty());

        assertThat(Stream.of(ports.broker(), ports.controller(), ports.registry()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTakenPortIsNamedWithItsOwner() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.choose(OptionalInt.of(port), OptionalInt.empty()))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Found port " + port + " for the broker taken")
                    .hasMessageContaining("choose another port");
            assumeThat(Path.of("/proc/net/tcp")).exists();
            assertThatThrownBy(() -> Ports.choose(OptionalInt.of(port), OptionalInt.empty()))
                    .hasMessageContaining(
                            "by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aHomeIsLockedOnceAndFreeAgainAfterwards() {
        StackHome home = new StackHome(directory);
        home.create();
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        HomeLock.take(home).close();
    }

    @Test
    void aNearlyFullDiskIsFoundBeforeTheStart() {
        assertThatThrownBy(() -> new StackHome(directory).requireSpace(Long.MAX_VALUE))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("MiB free on the disk of " + directory)
                .hasMessageContaining("make room");
    }

    @Test
    void aHomeThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(file)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("choose one that this user may write to");
    }
}
