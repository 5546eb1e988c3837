package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// JSON that a command was asked for: into a file, or on the terminal in place of its table.
final class JsonOutput {
    private static final Path PRINTED = Path.of("-");

    private JsonOutput() {}

    static boolean isPrinted(@Nullable Path wanted) {
        return PRINTED.equals(wanted);
    }

    /// Writes the JSON where it is wanted; null: nowhere.
    static void write(@Nullable Path wanted, Supplier<? extends JsonNode> json) {
        if (wanted == null) {
            return;
        }
        String text = json.get().toPrettyString();
        if (isPrinted(wanted)) {
            Terminal.system().line(text);
            return;
        }
        try {
            Files.writeString(wanted, text + "\n");
        } catch (IOException e) {
            throw new UserError("The file " + wanted + " cannot be written: " + e);
        }
    }
}
