package io.tidemark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.stack.Stacks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RetrainCommandTest {
    @TempDir
    private Path folder = Path.of("");

    /// Else the request would end as a failed run, minutes later and somewhere else.
    @Test
    void aModelThatTheStacksTrainerHasNoManifestOfIsRefusedAtOnce() throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        Files.writeString(models.resolve("housing.yaml"), "name: housing\n");
        Stacks.running(folder, models);
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(new RetrainCommand()).setErr(new PrintWriter(said));

        int exitCode = command.execute("housng", "--home", folder.toString());

        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(said.toString()).contains("no manifest of a model 'housng'", "housing in " + models);
    }
}
