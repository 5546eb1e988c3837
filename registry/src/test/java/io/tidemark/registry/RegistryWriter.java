package io.tidemark.registry;

import java.io.IOException;
import java.nio.file.Path;

/// Main class of a process that registers: `ROOT NAME COUNT`. Every second run is one that other processes register
/// too.
final class RegistryWriter {
    private RegistryWriter() {}

    public static void main(String[] args) {
        Thread.ofPlatform().daemon().start(RegistryWriter::endWithParent);
        LocalDirectoryRegistry registry = new LocalDirectoryRegistry(Path.of(args[0]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            ModelVersion version = registry.register(Versions.approved(i % 2 == 0 ? "shared-" + i : args[1] + "-" + i));
            registry.setAlias(Versions.MODEL, ModelRegistry.CHAMPION, version.version(), args[1], "the newest");
            System.out.println("registered " + version.version());
        }
    }

    /// The parent never writes: the pipe ends when the parent does.
    private static void endWithParent() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            System.err.println("The pipe to the parent broke: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
