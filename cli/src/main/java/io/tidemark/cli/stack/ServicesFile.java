package io.tidemark.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.UserError;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;

/// Says, to other processes, where the services' health and metrics are, and which manifests they read. Whoever
/// kills the stack leaves the file behind: it counts only while a stack runs.
public final class ServicesFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServicesFile() {}

    static void write(Home home, int managementPort, Path models) {
        Path file = home.servicesFile();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    next,
                    JSON.createObjectNode()
                            .put("management_port", managementPort)
                            .put("models", models.toString())
                            .toPrettyString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be written: " + e);
        }
    }

    static void remove(Home home) {
        try {
            Files.deleteIfExists(home.servicesFile());
        } catch (IOException e) {
            throw new UserError("The file " + home.servicesFile() + " cannot be removed: " + e);
        }
    }

    /// Removes what a stack that was killed left behind.
    static void removeStale(Home home) {
        if (StackState.running(home.directory()).isEmpty()) {
            remove(home);
        }
    }

    /// Port of health and metrics; empty when no services run in the home.
    public static OptionalInt managementPort(Home home) {
        int port = read(home).map(json -> json.path("management_port").asInt()).orElse(0);
        return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    /// Folder of the manifests that the services read; empty when none run in the home.
    public static Optional<Path> models(Home home) {
        return read(home)
                .map(json -> json.path("models").asText())
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
    }

    private static Optional<JsonNode> read(Home home) {
        if (!Files.exists(home.servicesFile())
                || StackState.running(home.directory()).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(home.servicesFile().toFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
