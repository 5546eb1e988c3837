package io.tidemark.cli.option;

import io.tidemark.cli.stack.Home;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where the embedded stack keeps everything.
public final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:TIDEMARK_HOME:-${sys:user.home}/.tidemark}",
            description = "Where everything is kept: topics, models, runs, logs (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of("");

    /// The home.
    public Home home() {
        return new Home(home.toAbsolutePath().normalize());
    }
}
