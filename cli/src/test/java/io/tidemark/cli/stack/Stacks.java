package io.tidemark.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Homes as a stack leaves them behind.
public final class Stacks {
    private static final long NO_PROCESS = 4_194_999L;

    private Stacks() {}

    /// A home whose stack runs: this process owns it.
    public static Home running(Path folder, Path models) throws IOException {
        return of(folder, models, ProcessHandle.current().pid());
    }

    /// A home whose stack was killed.
    public static Home killed(Path folder) throws IOException {
        return of(folder, folder.resolve("models"), NO_PROCESS);
    }

    private static Home of(Path folder, Path models, long owner) throws IOException {
        Home home = new Home(folder);
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run").resolve("stack.json"), """
                {"owner": {"pid": %d}, "started_at": "2026-03-01T12:00:00Z", "bootstrap_servers": "127.0.0.1:9",
                 "registry_url": "http://127.0.0.1:9", "children": []}
                """.formatted(owner));
        ServicesFile.write(home, 4321, models);
        return home;
    }
}
