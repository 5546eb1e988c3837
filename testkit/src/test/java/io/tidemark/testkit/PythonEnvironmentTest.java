package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void anEnvironmentIsMadeOnceAndRunsScripts() throws IOException {
        PythonEnvironment first = PythonEnvironment.with();
        FileTime made = Files.getLastModifiedTime(first.python(), LinkOption.NOFOLLOW_LINKS);
        PythonEnvironment second = PythonEnvironment.with();

        assertThat(second.python()).isEqualTo(first.python());
        assertThat(Files.getLastModifiedTime(second.python(), LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(made);
        Path script = Files.writeString(directory.resolve("s.py"), "import sys; print(sys.prefix, sys.argv[1])");
        assertThat(first.run(TIMEOUT, script, "argument")).contains("venv-").endsWith("argument\n");
    }

    @Test
    void aFailingScriptFailsTheTestWithItsOutput() throws IOException {
        Path script = Files.writeString(directory.resolve("s.py"), "import sys; print('why'); sys.exit(3)");

        assertThatThrownBy(() -> PythonEnvironment.with().run(TIMEOUT, script))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("why");
    }
}
