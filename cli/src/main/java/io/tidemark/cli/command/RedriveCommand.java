package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.GenericDecoder;
import io.tidemark.cli.client.LetterFilter;
import io.tidemark.cli.client.Redrive;
import io.tidemark.cli.client.RepairedRecord;
import io.tidemark.cli.client.WaitingLetter;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.DurationConverter;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        description = "Send dead letters of requests and labels again, as they are or repaired; each at most once.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark redrive --dry-run                      what waits, by topic and reason",
            "  tidemark redrive --reason UNKNOWN_MODEL         send again, now that the model is there",
            "  tidemark redrive --reason EXPIRED --deadline 5s  ask again, and wait for five seconds",
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

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description =
                    "Only letters of this topic, without the prefix. A topic with many readers has to be named for its"
                            + " letters to be sent again: all of them get the records twice.")
    private @Nullable String topic;

    @Option(names = "--all", description = "Also letters that will fail again unless something else changed.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long each request may wait for its turn this time, such as 5s (default: as long as it"
                    + " takes). Deadlines of the letters are never sent again.")
    private @Nullable Duration deadline;

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
        LetterFilter filter = LetterFilter.of(settings, topic, reason, model);
        Terminal terminal = Terminal.system();
        try (Redrive redrive = new Redrive(settings, Optional.ofNullable(deadline))) {
            if (export != null) {
                List<WaitingLetter> letters = redrive.waiting(filter::matches);
                export(redrive, letters, settings, export);
                terminal.line("Wrote " + letters.size() + " letters to " + export + ".");
            } else if (dryRun) {
                describe(terminal, filter, redrive.waiting(filter::matches));
            } else if (repaired != null) {
                terminal.line("Sent " + sendRepaired(redrive, filter, settings, repaired) + " repaired records.");
            } else if (discard) {
                List<WaitingLetter> letters = redrive.claim(filter::matches);
                redrive.discard(letters);
                terminal.line("Dropped " + letters.size() + " letters.");
            } else {
                filter.warning().ifPresent(warning -> terminal.line(terminal.paint(Paint.WARN, warning)));
                List<WaitingLetter> letters = redrive.claim(letter -> filter.mayBeSent(letter, all));
                redrive.resend(letters);
                terminal.line("Sent " + letters.size() + " records again.");
            }
        }
        return ExitCode.OK;
    }

    private static void describe(Terminal terminal, LetterFilter filter, List<WaitingLetter> letters) {
        if (letters.isEmpty()) {
            terminal.line("No dead letters wait.");
            return;
        }
        Map<String, List<WaitingLetter>> kinds = letters.stream()
                .collect(Collectors.groupingBy(
                        letter -> letter.says().getTopic() + " " + letter.says().getReason(),
                        TreeMap::new,
                        Collectors.toList()));
        kinds.forEach((kind, same) -> {
            WaitingLetter newest = same.getLast();
            boolean needsTopic = !filter.hasOneReader(newest.says());
            terminal.line(String.format(
                    Locale.ROOT,
                    "%6d  %s%s",
                    same.size(),
                    terminal.paint(Paint.STRONG, kind),
                    !newest.says().getRedrivable()
                            ? ""
                            : needsTopic ? "  (can be sent again with --topic)" : "  (can be sent again)"));
            terminal.line(terminal.paint(
                    Paint.HINT,
                    "        newest, " + newest.coordinates() + ": "
                            + newest.says().getMessage()));
        });
    }

    private static void export(Redrive redrive, List<WaitingLetter> letters, KafkaSettings settings, Path file) {
        GenericDecoder decoder = new GenericDecoder(SchemaRegistry.open(RegistrySettings.from(settings.properties())));
        try (Writer out = Files.newBufferedWriter(file)) {
            for (WaitingLetter letter : letters) {
                out.write(RepairedRecord.export(redrive.whole(letter), decoder));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be written: " + e.getMessage());
        }
    }

    private static long sendRepaired(Redrive redrive, LetterFilter filter, KafkaSettings settings, Path file) {
        Map<String, WaitingLetter> byCoordinates = new HashMap<>();
        redrive.claim(filter::matches).forEach(letter -> byCoordinates.put(letter.coordinates(), letter));
        RepairedRecord encoder = new RepairedRecord(settings);
        long sent = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                WaitingLetter letter = byCoordinates.get(node.path("letter").asText());
                if (letter == null) {
                    throw new UserError("Found the letter "
                            + node.path("letter").asText() + " in " + file + ", expected one that still waits.");
                }
                redrive.resend(letter, encoder.encode(letter.says().getTopic(), (ObjectNode) node.path("value")));
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
