package io.tidemark.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;

/// Says, to other processes, where the services' health and metrics are.
public final class ServicesFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServicesFile() {}

    static void write(Home home, int managementPort) {
        Path file = home.servicesFile();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    next,
                    JSON.createObjectNode()
                            .put("management_port", managementPort)
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

    /// Port of health and metrics; empty when no services run in the home.
    public static OptionalInt managementPort(Home home) {
        if (!Files.exists(home.servicesFile())) {
            return OptionalInt.empty();
        }
        try {
            JsonNode json = JSON.readTree(home.servicesFile().toFile());
            int port = json.path("management_port").asInt();
            return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
