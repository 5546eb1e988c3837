package io.tidemark.system;

import io.tidemark.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command line in a process of its own.
final class CommandLine {
    private static final long LONGEST_S = 120;

    private CommandLine() {}

    /// Runs a command to its end.
    static Ended tidemark(String... arguments) throws IOException, InterruptedException {
        return tidemark(Map.of(), arguments);
    }

    /// Runs a command to its end.
    ///
    /// @param environment added to this process's
    static Ended tidemark(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dtidemark.install.dir=" + SourceTree.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(environment);
        all.put("COLUMNS", "120");
        builder.environment().putAll(all);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The command " + Arrays.toString(arguments) + " did not end.");
        }
        return new Ended(process.exitValue(), output);
    }

    /// A command that ended.
    ///
    /// @param output what it printed, errors among it
    record Ended(int exitCode, String output) {}
}
