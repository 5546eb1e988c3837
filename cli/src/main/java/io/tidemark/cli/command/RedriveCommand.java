package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.GenericDecoder;
import io.tidemark.cli.client.Redrive;
import io.tidemark.cli.client.RepairedRecord;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sends dead letters again, as they are or repaired.
@Command(
        name = "redrive",
        description = "Send dead letters again, as they are or repaired; each at most once.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark redrive --dry-run                      what waits, by reason",
            "  tidemark redrive --reason UNKNOWN_MODEL         send again, now that the model is there",
            "  tidemark redrive --export letters.jsonl         write them down; mend the values; then",
            "  tidemark redrive --repaired letters.jsonl       send the mended ones",
            "  tidemark redrive --reason MALFORMED --discard   drop them for good"
        })
public final class RedriveCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--reason", paramLabel = "CODE", description = "Only letters with this reason.")
    private @Nullable String reason;

    @Option(names = "--model", paramLabel = "NAME", description = "Only letters of this model.")
    private @Nullable String model;

    @Option(names = "--all", description = "Also letters that will fail again unless something else changed.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--discard", description = "Mark the letters as dropped instead of sending them.")
    private boolean discard;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write the letters as JSON lines, values decoded where they can be.")
    private @Nullable Path export;

    @Option(
            names = "--repaired",
            paramLabel = "FILE",
            description = "Send the values of such a file in place of the letters'.")
    private @Nullable Path repaired;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
        Terminal terminal = Terminal.system();
        try (Redrive redrive = new Redrive(settings)) {
            List<DeadLetter> letters = redrive.open(this::isWanted);
            if (export != null) {
                export(letters, settings, export);
                terminal.line("Wrote " + letters.size() + " letters to " + export + ".");
            } else if (repaired != null) {
                terminal.line("Sent " + sendRepaired(redrive, letters, settings, repaired) + " repaired records.");
            } else if (dryRun) {
                describe(terminal, letters);
            } else if (discard) {
                redrive.discard(letters);
                terminal.line("Dropped " + letters.size() + " letters.");
            } else {
                redrive.resend(letters);
                terminal.line("Sent " + letters.size() + " records again.");
            }
        }
        return ExitCode.OK;
    }

    /// Sending again what cannot succeed makes a new letter: that has to be asked for.
    private boolean isWanted(DeadLetter letter) {
        boolean again = letter.getRedrivable() || all || dryRun || discard || export != null || repaired != null;
        return again
                && (reason == null || reason.equals(letter.getReason()))
                && (model == null || model.equals(letter.getModel()));
    }

    private static void describe(Terminal terminal, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            terminal.line("No dead letters wait.");
            return;
        }
        Map<String, List<DeadLetter>> byReason = letters.stream()
                .collect(Collectors.groupingBy(DeadLetter::getReason, java.util.TreeMap::new, Collectors.toList()));
        byReason.forEach((code, same) -> {
            DeadLetter newest = same.getLast();
            terminal.line(String.format(
                    "%6d  %s%s",
                    same.size(),
                    terminal.paint(Paint.STRONG, code),
                    newest.getRedrivable() ? "  (can be sent again)" : ""));
            terminal.line(terminal.paint(
                    Paint.HINT, "        newest, " + Redrive.coordinates(newest) + ": " + newest.getMessage()));
        });
    }

    private static void export(List<DeadLetter> letters, KafkaSettings settings, Path file) {
        GenericDecoder decoder = new GenericDecoder(SchemaRegistry.open(RegistrySettings.from(settings.properties())));
        StringBuilder lines = new StringBuilder();
        for (DeadLetter letter : letters) {
            lines.append(RepairedRecord.export(letter, decoder)).append('\n');
        }
        try {
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be written: " + e.getMessage());
        }
    }

    private static long sendRepaired(Redrive redrive, List<DeadLetter> letters, KafkaSettings settings, Path file) {
        Map<String, DeadLetter> byCoordinates = new HashMap<>();
        letters.forEach(letter -> byCoordinates.put(Redrive.coordinates(letter), letter));
        RepairedRecord encoder = new RepairedRecord(settings);
        long sent = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode node = JSON.readTree(line);
                DeadLetter letter = byCoordinates.get(node.path("letter").asText());
                if (letter == null) {
                    throw new UserError("Found the letter "
                            + node.path("letter").asText() + " in " + file + ", expected one that still waits.");
                }
                redrive.resend(letter, encoder.encode(letter, (ObjectNode) node.path("value")));
                sent++;
            }
        } catch (JsonProcessingException e) {
            throw new UserError("Line " + (sent + 1) + " of " + file + " is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be read: " + e.getMessage());
        } catch (KafkaException | ClassCastException e) {
            throw new UserError("Line " + (sent + 1) + " of " + file + " cannot be sent: " + e.getMessage());
        }
        return sent;
    }
}
