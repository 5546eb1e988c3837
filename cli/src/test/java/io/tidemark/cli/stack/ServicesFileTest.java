package io.tidemark.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theServicesOfARunningStackAreFound() throws IOException {
        Home home = Stacks.running(folder, Path.of("/manifests"));

        assertThat(ServicesFile.managementPort(home)).hasValue(4321);
        assertThat(ServicesFile.models(home)).contains(Path.of("/manifests"));
        ServicesFile.removeStale(home);
        assertThat(home.servicesFile()).exists();
    }

    /// After kill -9 the file stays; it must not stand for a stack.
    @Test
    void whatAKilledStackLeftBehindCountsForNothingAndGoesAway() throws IOException {
        Home home = Stacks.killed(folder);

        assertThat(ServicesFile.managementPort(home)).isEmpty();
        assertThat(ServicesFile.models(home)).isEmpty();
        ServicesFile.removeStale(home);
        assertThat(home.servicesFile()).doesNotExist();
    }

    @Test
    void aFreshHomeHasNoServices() {
        Home home = new Home(folder);

        assertThat(ServicesFile.managementPort(home)).isEmpty();
        ServicesFile.removeStale(home);
    }
}
