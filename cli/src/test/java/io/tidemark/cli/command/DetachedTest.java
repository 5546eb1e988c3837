package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.Stacks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aHomeWhoseStackWasKilledIsFree() throws IOException {
        Home home = Stacks.killed(folder);

        assertThatCode(() -> Detached.requireNoneRuns(home)).doesNotThrowAnyException();
    }

    @Test
    void aHomeWhoseStackRunsIsNot() throws IOException {
        Home home = Stacks.running(folder, folder);

        assertThatThrownBy(() -> Detached.requireNoneRuns(home))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("runs in " + folder);
    }
}
