package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the stack ends with the process that started it.
class StackDeathTest {
    private static final Duration CHILDREN_GRACE = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init") // started before each test
    private Process holder;

    private int schemaId;
    private List<ProcessHandle> children = List.of();

    @BeforeEach
    void startStackInAnotherProcess() throws IOException {
        holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackHolder.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        schemaId = Integer.parseInt(Objects.requireNonNull(output().readLine(), "the holder failed"));
        children = StackState.running(home).orElseThrow().children().stream()
                .map(child -> child.process().handle().orElseThrow())
                .toList();
        assertThat(children).hasSize(2);
    }

    @AfterEach
    void endAll() {
        holder.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void childrenDoNotOutliveAKilledParentAndLoseNothing() throws Exception {
        kill("KILL", holder.pid());

        awaitEndOfChildren();
        assertThat(StackState.running(home)).isEmpty();

        try (EmbeddedStack again = EmbeddedStack.start(StackSettings.in(home))) {
            SchemaRegistry registry = SchemaRegistry.open(RegistrySettings.of(again.registryUrl()));
            Schema other = SchemaBuilder.builder().longType();
            assertThat(registry.schema(schemaId))
                    .isEqualTo(SchemaBuilder.builder().intType());
            assertThat(registry.register("held-value", other)).isNotEqualTo(schemaId);
        }
    }

    @Test
    void aTerminatedParentClosesWhatNeedsTheStackAndStopsIt() throws Exception {
        kill("TERM", holder.pid());

        assertThat(output().readLine()).isEqualTo("closing");
        assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(new StackHome(home).state()).doesNotExist();
    }

    /// The terminal sends it to parent and children at once; the parent stops them when it no longer needs them.
    @Test
    void childrenLeaveCtrlCToTheirParent() throws Exception {
        for (ProcessHandle child : children) {
            kill("INT", child.pid());
        }

        String url = StackState.running(home).orElseThrow().registryUrl();
        assertThat(SchemaRegistry.open(RegistrySettings.of(url)).schema(schemaId))
                .isNotNull();
        assertThat(children).allMatch(ProcessHandle::isAlive);
    }

    private void awaitEndOfChildren() throws Exception {
        for (ProcessHandle child : children) {
            child.onExit().get(CHILDREN_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private BufferedReader output() {
        return holder.inputReader();
    }

    private static void kill(String signal, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        assertThat(kill.waitFor()).isZero();
    }
}
