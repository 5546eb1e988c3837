package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    private static final ProcessId THIS = ProcessId.of(ProcessHandle.current());

    @TempDir
    private Path directory;

    @BeforeEach
    void makeHome() {
        new StackHome(directory).create();
    }

    @Test
    void anotherProcessReadsWhatWasWritten() {
        StackState state = stateOf(THIS);

        state.write(new StackHome(directory));

        assertThat(StackState.running(directory)).contains(state);
        assertThat(directory.resolve("run")).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void aHomeWithoutAStateHasNoStack() {
        assertThat(StackState.running(directory)).isEmpty();
    }

    @Test
    void aStateOfADeadProcessIsStale() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ProcessId id = ProcessId.of(ended.toHandle());
        ended.waitFor();

        stateOf(id).write(new StackHome(directory));

        assertThat(StackState.running(directory)).isEmpty();
        assertThat(StackState.read(new StackHome(directory))).isPresent();
    }

    @Test
    void aStateOfALaterProcessWithTheSameNumberIsStale() {
        Optional<Instant> dayBefore = THIS.start().map(start -> start.minus(Duration.ofDays(1)));

        stateOf(new ProcessId(THIS.pid(), dayBefore)).write(new StackHome(directory));

        assertThat(StackState.running(directory)).isEmpty();
    }

    @Test
    void aCorrectedClockDoesNotMakeAStateStale() {
        Optional<Instant> aSecondBefore = THIS.start().map(start -> start.minus(Duration.ofSeconds(1)));

        stateOf(new ProcessId(THIS.pid(), aSecondBefore)).write(new StackHome(directory));

        assertThat(StackState.running(directory)).isPresent();
    }

    @Test
    void aFileThatIsNoStateIsNone() throws IOException {
        Files.writeString(new StackHome(directory).state(), "{\"owner\": {\"pid\": 1");

        assertThat(StackState.running(directory)).isEmpty();
    }

    private StackState stateOf(ProcessId owner) {
        return new StackState(
                owner,
                Instant.parse("2026-03-01T10:00:00Z"),
                "127.0.0.1:9092",
                "http://127.0.0.1:8081/apis/ccompat/v7",
                List.of(new StackState.Child("broker", THIS, directory.resolve("broker.log"))));
    }
}
