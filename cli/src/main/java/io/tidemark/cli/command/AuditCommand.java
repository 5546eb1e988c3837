package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.audit.LogAudit;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.streamkit.topic.TopicBinding;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Does the log keep what Tidemark promises?
@Command(
        name = "audit",
        description =
                "Check from the topics alone that nothing was lost or doubled: every request has one answer or one"
                        + " dead letter, predictions = matched + expired + open, labels and corrections are where they belong."
                        + " What is under way, or past its topic's retention, is counted and not judged.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise holds", "4:one does not", "1:Kafka does not answer"},
        footerHeading = "%nAll records of the topics are held in memory, some 500 bytes each. Examples:%n",
        footer = {
            "  tidemark audit",
            "  tidemark audit housing --recompute              also computes each prediction again, to the last bit",
            "  tidemark audit --json - | jq '.invariants[] | select(.holds | not)'"
        })
public final class AuditCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Name of the model (default: all).")
    private @Nullable String model;

    @Option(names = "--recompute", description = "Compute each prediction again with the version that answered.")
    private boolean recompute;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to a file; - prints it.")
    private @Nullable Path json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        LogAudit audit = LogAudit.live(
                new TopicBinding(connection.settings()),
                new LocalDirectoryRegistry(connection.home().home().registry()),
                Optional.ofNullable(model),
                recompute);
        List<Invariant> invariants = audit.check(recompute);
        boolean holds = invariants.stream().allMatch(Invariant::passed);
        JsonOutput.write(json, () -> toJson(audit, invariants, holds));
        if (!JsonOutput.isPrinted(json)) {
            print(audit, invariants, holds);
        }
        return holds ? ExitCode.OK : ExitCode.NOT_FINE;
    }

    private static void print(LogAudit audit, List<Invariant> invariants, boolean holds) {
        Terminal terminal = Terminal.system();
        for (Invariant invariant : invariants) {
            terminal.line(
                    (invariant.passed() ? terminal.paint(Paint.GOOD, "holds  ") : terminal.paint(Paint.BAD, "BROKEN "))
                            + invariant.name());
            terminal.line("       " + invariant.detail());
        }
        for (Map.Entry<String, Long> letters : audit.rejectedByReason().entrySet()) {
            terminal.line(String.format(
                    Locale.ROOT, "%,10d requests ended as %s", letters.getValue(), Terminal.plain(letters.getKey())));
        }
        terminal.line(
                holds
                        ? terminal.paint(Paint.GOOD, "● Every promise holds.")
                        : terminal.paint(Paint.BAD, "● A promise is broken; docs/runbook.md#audit says what to do."));
    }

    private ObjectNode toJson(LogAudit audit, List<Invariant> invariants, boolean holds) {
        ObjectNode node = JSON.createObjectNode().put("model", model).put("holds", holds);
        ArrayNode list = node.putArray("invariants");
        for (Invariant invariant : invariants) {
            ObjectNode one = list.addObject()
                    .put("name", invariant.name())
                    .put("holds", invariant.passed())
                    .put("detail", invariant.detail());
            one.set("counts", JSON.valueToTree(invariant.counts()));
        }
        node.set("counts", JSON.valueToTree(audit.counts()));
        node.set("dead_letters_by_reason", JSON.valueToTree(audit.rejectedByReason()));
        return node;
    }
}
