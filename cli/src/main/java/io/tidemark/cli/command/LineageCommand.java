package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.option.HomeOption;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says where a version comes from.
@Command(
        name = "lineage",
        description = "Where a version comes from: data, replayed outcomes, code, seed, and what became of it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark lineage housing@3",
            "  tidemark lineage housing@3 --manifest",
            "  tidemark lineage housing --json"
        })
public final class LineageCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "MODEL[@VERSION]", description = "Model, and version or alias (default: the champion).")
    private String address = "";

    @Option(names = "--manifest", description = "Print the manifest that it was trained by, and nothing else.")
    private boolean manifest;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        ModelRegistry registry = home.home().openRegistry();
        ModelVersion version = VersionAddress.parse(address).in(registry);
        ModelBundle bundle =
                BundleCodec.read(registry.fetch(version.model(), version.bundleSha256()), version.bundleSha256());
        Terminal terminal = Terminal.system();
        if (manifest) {
            terminal.raw(bundle.manifest());
            return ExitCode.OK;
        }
        Map<String, String> facts = facts(version, bundle.descriptor());
        List<HistoryEntry> history = registry.history(version.model()).stream()
                .filter(entry -> versionOf(entry) == version.version())
                .toList();
        if (json) {
            ObjectNode node = JSON.createObjectNode();
            facts.forEach(node::put);
            var events = node.putArray("history");
            history.forEach(entry -> events.add(shown(entry)));
            terminal.line(node.toPrettyString());
            return ExitCode.OK;
        }
        facts.forEach((name, value) ->
                terminal.line(terminal.paint(Paint.STRONG, String.format(Locale.ROOT, "%-16s", name)) + " " + value));
        terminal.line(terminal.paint(Paint.STRONG, "history"));
        history.forEach(entry -> terminal.line("  " + shown(entry)));
        return ExitCode.OK;
    }

    private static Map<String, String> facts(ModelVersion version, BundleDescriptor descriptor) {
        BundleDescriptor.Training training = descriptor.training();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", version.model());
        facts.put("version", Integer.toString(version.version()));
        facts.put("approved", Boolean.toString(version.approved()));
        facts.put("registered_at", version.registeredAt().toString());
        facts.put("run_id", version.runId());
        facts.put("bundle_sha256", version.bundleSha256());
        facts.put("algorithm", training.algorithm() + " " + training.parameters());
        facts.put("data", training.data());
        facts.put("data_sha256", training.dataSha256());
        facts.put("rows", Long.toString(training.rows()));
        training.replay()
                .ifPresent(replay -> facts.put(
                        "replay",
                        replay.rows() + " outcomes of " + replay.topic() + " from "
                                + Instant.ofEpochMilli(replay.fromMs()) + " to " + Instant.ofEpochMilli(replay.toMs())
                                + ", read to the offsets " + replay.offsets()));
        facts.put("seed", Long.toString(training.seed()));
        facts.put("code", training.libraries().toString());
        facts.put("verdict", version.tags().getOrDefault("verdict", ""));
        return facts;
    }

    private static int versionOf(HistoryEntry entry) {
        return switch (entry) {
            case HistoryEntry.Registered registered -> registered.version().version();
            case HistoryEntry.AliasSet alias -> alias.version();
        };
    }

    private static String shown(HistoryEntry entry) {
        return entry.time() + " "
                + switch (entry) {
                    case HistoryEntry.Registered registered ->
                        registered.version().approved() ? "registered, approved" : "registered, refused";
                    case HistoryEntry.AliasSet alias -> alias.alias() + ", by " + alias.actor() + ": " + alias.reason();
                };
    }
}
