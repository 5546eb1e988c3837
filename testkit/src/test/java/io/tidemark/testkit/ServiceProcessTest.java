package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void aProgramRunsWithItsArgumentsUntilItIsKilled() {
        try (ServiceProcess process = ServiceProcess.start(Ticker.class, "hello")) {
            assertThat(process.awaitLine("tick 1", DEADLINE)).isEqualTo("tick 1 hello");

            process.kill();

            assertThat(process.isAlive()).isFalse();
            assertThat(process.output()).doesNotContain("hook");
        }
    }

    @Test
    void aTerminatedProgramRunsItsHooks() {
        try (ServiceProcess process = ServiceProcess.start(Ticker.class, "hello")) {
            process.awaitLine("tick 1", DEADLINE);

            assertThat(process.terminate(DEADLINE)).isEqualTo(143);
            assertThat(process.output()).contains("hook");
        }
    }

    @Test
    void aFrozenProgramDoesNothingUntilItIsThawed() throws InterruptedException {
        try (ServiceProcess process = ServiceProcess.start(Ticker.class, "hello")) {
            process.awaitLine("tick 1", DEADLINE);

            process.freeze();
            Thread.sleep(100);
            String frozen = process.output();
            Thread.sleep(300);
            assertThat(process.output()).isEqualTo(frozen);

            process.thaw();
            Await.until("ticks", DEADLINE, process::output, output -> output.length() > frozen.length());
        }
    }

    @Test
    void aProgramThatEndsIsReportedWithWhatItWrote() {
        try (ServiceProcess process = ServiceProcess.start(Ticker.class, List.of("-Dfail=true"), List.of("hello"))) {
            assertThatThrownBy(() -> process.awaitLine("tick 1", DEADLINE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended with status 1")
                    .hasMessageContaining("failed as told");
        }
    }

    @Test
    void aProgramDoesNotOutliveAKilledTest() {
        try (ServiceProcess test = ServiceProcess.start(Starter.class)) {
            long pid = Long.parseLong(test.awaitLine("pid ", DEADLINE).substring("pid ".length()));
            ProcessHandle program = ProcessHandle.of(pid).orElseThrow();

            test.kill();

            Await.until("the end of the program", DEADLINE, program::isAlive, alive -> !alive);
        }
    }

    /// Writes a line every 20 ms.
    static final class Ticker {
        private Ticker() {}

        public static void main(String[] args) throws InterruptedException {
            if (Boolean.getBoolean("fail")) {
                throw new IllegalStateException("failed as told");
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            for (int i = 1; ; i++) {
                System.out.println("tick " + i + " " + args[0]);
                Thread.sleep(20);
            }
        }
    }

    /// Starts a program, as a test does.
    static final class Starter {
        private Starter() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println(
                    "pid " + ServiceProcess.start(Ticker.class, "hello").pid());
            new CountDownLatch(1).await();
        }
    }
}
