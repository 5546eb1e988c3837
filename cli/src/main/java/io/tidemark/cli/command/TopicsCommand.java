package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.TopicFinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The catalogue of topics.
@Command(
        name = "topics",
        description = "Create, list and check the topics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark topics list",
            "  tidemark topics create --bootstrap-servers kafka:9092 --schema-registry http://registry:8080/apis/ccompat/v7",
            "  tidemark topics check && echo fine"
        })
public final class TopicsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Create the topics that are missing, and register their schemas.")
    int create(
            @Mixin ConnectionOptions connection,
            @Option(names = "--partitions", paramLabel = "N", description = "Partitions of topics that hold data.")
                    @Nullable
                    Integer partitions) {
        List<String> created = TopicSetup.create(
                connection.settings(), partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions));
        Terminal.system()
                .line(created.isEmpty() ? "Nothing to create." : "Created " + String.join(", ", created) + ".");
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the catalogue.")
    int list(@Option(names = "--json", description = "Print JSON.") boolean json) {
        if (json) {
            ArrayNode topics = JSON.createArrayNode();
            for (TopicSpec<?> topic : Topics.all()) {
                topics.addObject()
                        .put("name", topic.name())
                        .put("key", topic.key())
                        .put("value", topic.value().getSimpleName())
                        .put("partitions", topic.partitions())
                        .put(
                                "retention_ms",
                                topic.retention().map(Duration::toMillis).orElse(-1L))
                        .put("max_message_bytes", topic.maxMessageBytes())
                        .put("description", topic.description());
            }
            Terminal.system().line(topics.toPrettyString());
            return ExitCode.OK;
        }
        for (TopicSpec<?> topic : Topics.all()) {
            Terminal.system()
                    .line(String.format(
                            Locale.ROOT,
                            "%-20s %-18s %2d partitions  %-9s  %s",
                            topic.name(),
                            topic.value().getSimpleName(),
                            topic.partitions(),
                            topic.retention().map(r -> r.toDays() + " days").orElse("for good"),
                            topic.description()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Tell where a cluster differs from the catalogue; exit code 4 when it does.")
    int check(@Mixin ConnectionOptions connection) {
        KafkaSettings settings = connection.settings();
        Terminal terminal = Terminal.system();
        try (Admin admin = Admin.create(settings.common())) {
            List<TopicFinding> findings = new TopicAdmin(admin, settings.topicPrefix()).check();
            findings.forEach(finding -> terminal.line(terminal.paint(Paint.WARN, finding.describe())));
            if (findings.isEmpty()) {
                terminal.line("All " + Topics.all().size() + " topics are as they should be.");
            }
            return findings.isEmpty() ? ExitCode.OK : ExitCode.NOT_FINE;
        }
    }
}
