package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.bridge.Bridge;
import io.tidemark.bridge.Candidates;
import io.tidemark.bridge.KafkaTimelineLog;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.registry.BundleAudit;
import io.tidemark.cli.registry.ForeignVersions;
import io.tidemark.cli.registry.Leftovers;
import io.tidemark.cli.registry.RegistryPage;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Adopted;
import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.mlflow.MlflowHooks;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The model registry beside the timeline.
@Command(
        name = "registry",
        description = {
            "Show the model registry beside the timeline, and keep them in order.",
            "",
            "The registry is MLflow where MLFLOW_TRACKING_URI is set, and a folder of the home elsewhere."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark registry list",
            "  tidemark registry history housing",
            "  tidemark registry verify && echo fine",
            "  tidemark registry gc --apply"
        })
public final class RegistryCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT_SHA = 12;

    private final Terminal terminal = Terminal.system();

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Models, versions, aliases, and where registry and timeline differ; exit code 4 when they do.")
    int list(
            @Mixin ConnectionOptions connection,
            @Parameters(arity = "0..1", paramLabel = "MODEL", description = "One model (default: all).") @Nullable
                    String model,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        ModelRegistry registry = registry(connection);
        Optional<TimelineState> timeline = timeline(connection);
        List<RegistryPage> pages = models(registry, model).stream()
                .map(name -> RegistryPage.of(name, registry, timeline))
                .toList();
        if (json) {
            ArrayNode array = JSON.createArrayNode();
            pages.forEach(page -> array.add(toJson(page)));
            terminal.line(array.toPrettyString());
        } else {
            pages.forEach(this::print);
            if (pages.isEmpty()) {
                terminal.line("No model is registered.");
            }
        }
        return pages.stream().allMatch(page -> page.differences().isEmpty()) ? ExitCode.OK : ExitCode.NOT_FINE;
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Who promoted, refused or rolled back what, when and why, from the timeline.")
    int history(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "MODEL", description = "Name of the model.") String model) {
        connection.settings();
        TimelineView view = new TimelineView(terminal, Map.of());
        timeline(connection).orElseThrow().of(model).stream()
                .filter(entry -> !(entry.event().getFact() instanceof Acknowledged
                        || entry.event().getFact() instanceof Adopted))
                .filter(TimelineView::isCause)
                .forEach(view::print);
        return ExitCode.OK;
    }

    @Command(
            name = "sync",
            mixinStandardHelpOptions = true,
            description = "Make registry, timeline and mirror agree now, as the registry bridge does all the time.")
    int sync(@Mixin ConnectionOptions connection, @Mixin ModelsOption models) {
        ModelRegistry registry = registry(connection);
        MlflowRegistry mlflow = requireMlflow(registry);
        TopicBinding topics = new TopicBinding(connection.settings());
        Candidates candidates = ForeignVersions.candidates(registry, mlflow, models);
        boolean changed = new Bridge(mlflow, new KafkaTimelineLog(topics), candidates, Clock.systemUTC())
                .reconcile(timeline(connection).orElseThrow());
        terminal.line(changed ? "An alias of MLflow is on the timeline now." : "MLflow and the timeline agree.");
        if (registry instanceof CascadingRegistry cascade && cascade.mirror().isPresent()) {
            cascade.models().stream()
                    .flatMap(model -> cascade.complete(model).stream())
                    .forEach(version -> terminal.line(version.model() + "@" + version.version() + " is in the mirror "
                            + cascade.mirror().get().address() + " now."));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Give a version that another tool registered with MLflow its bundle, in place.",
                "",
                "Its file is read, compared with what it answered there, and judged by the manifest's gates. Then it can"
                        + " be promoted, routed to, or run as a shadow. `tidemark promote` does the same on its way."
            })
    int importVersion(
            @Mixin ConnectionOptions connection,
            @Mixin ModelsOption models,
            @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.") String model,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Its number in MLflow.") int version) {
        ModelRegistry registry = registry(connection);
        requireMlflow(registry);
        ModelVersion imported = ForeignVersions.imported(registry, models, model, version)
                .orElseThrow(() -> new UserError("Found no version " + version + " of " + model
                        + " in MLflow, expected one that was registered there."));
        terminal.line(model + " version " + version + " has the bundle " + imported.bundleSha256() + ".");
        return ExitCode.OK;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Fetch every bundle from every place and hash it; exit code 4 when one is not as registered.")
    int verify(
            @Mixin ConnectionOptions connection,
            @Parameters(arity = "0..1", paramLabel = "MODEL", description = "One model (default: all).") @Nullable
                    String model) {
        ModelRegistry registry = registry(connection);
        BundleAudit audit = new BundleAudit(registry);
        List<BundleAudit.Finding> findings = models(registry, model).stream()
                .flatMap(name -> audit.look(name).stream())
                .toList();
        List<BundleAudit.Finding> bad =
                findings.stream().filter(finding -> !finding.fine()).toList();
        bad.forEach(finding -> terminal.line(terminal.paint(Paint.BAD, "✗ ") + finding.model() + "@" + finding.version()
                + " at " + finding.place() + ": " + finding.problem()));
        terminal.line(findings.size() - bad.size() + " of " + findings.size() + " copies are as they were registered.");
        return bad.isEmpty() ? ExitCode.OK : ExitCode.NOT_FINE;
    }

    @Command(
            name = "gc",
            mixinStandardHelpOptions = true,
            description = {
                "Show, or remove, bundles on this machine that nobody needs.",
                "",
                "What served once stays, and what any version names where this machine is the registry."
            })
    int gc(
            @Mixin ConnectionOptions connection,
            @Option(
                            names = "--keep",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Newest versions that stay in any case (default: ${DEFAULT-VALUE}).")
                    int keep,
            @Option(names = "--apply", description = "Remove them.") boolean apply) {
        ModelRegistry registry = registry(connection);
        BundleFolder folder = registry instanceof CascadingRegistry cascade
                ? cascade.local()
                : new BundleFolder(connection.home().home().registry());
        // Without a cluster nobody knows what served: then only what no version names can go.
        Optional<TimelineState> timeline = timeline(connection);
        boolean elsewhere = registry instanceof CascadingRegistry && timeline.isPresent();
        long bytes = 0;
        int count = 0;
        for (String model : registry.models()) {
            // A bundle that nobody needs may be registered again at this moment: then it stays.
            Map<String, Long> leftovers = folder.alone(
                    model,
                    () -> Leftovers.sweep(
                            folder,
                            model,
                            Leftovers.of(
                                    folder.hashes(model),
                                    registry.versions(model),
                                    timeline.map(state -> state.of(model)).orElse(List.of()),
                                    elsewhere,
                                    keep),
                            apply));
            leftovers
                    .keySet()
                    .forEach(sha256 -> terminal.line((apply ? "removed " : "would remove ") + model + " " + sha256));
            bytes += leftovers.values().stream().mapToLong(Long::longValue).sum();
            count += leftovers.size();
        }
        terminal.line(count + (count == 1 ? " bundle, " : " bundles, ") + bytes + " bytes"
                + (apply || count == 0 ? "." : "; --apply removes them."));
        return ExitCode.OK;
    }

    @Command(
            name = "hook",
            mixinStandardHelpOptions = true,
            description = {
                "Make MLflow tell the registry bridge of new aliases, so that a promotion takes a second.",
                "",
                "The secret is read from TIDEMARK_REGISTRY_WEBHOOK_SECRET, as the bridge reads it."
            })
    int hook(
            @Mixin ConnectionOptions connection,
            @Parameters(
                            paramLabel = "URL",
                            description = "Where the bridge takes hooks: http://HOST:PORT/webhooks/mlflow.")
                    String url) {
        String secret = System.getenv().getOrDefault("TIDEMARK_REGISTRY_WEBHOOK_SECRET", "");
        if (secret.isEmpty()) {
            throw new UserError(
                    "Found no secret in TIDEMARK_REGISTRY_WEBHOOK_SECRET, expected the one that the bridge has.");
        }
        boolean made = new MlflowHooks(requireMlflow(registry(connection)).connection()).ensure(url, secret);
        terminal.line(made ? "MLflow tells " + url + " from now on." : "MLflow tells " + url + " already.");
        return ExitCode.OK;
    }

    private static ModelRegistry registry(ConnectionOptions connection) {
        return connection.home().home().openRegistry();
    }

    private static MlflowRegistry requireMlflow(ModelRegistry registry) {
        return Registries.mlflow(registry)
                .orElseThrow(
                        () -> new UserError("Found no MLflow server, expected one: set MLFLOW_TRACKING_URI. A folder"
                                + " is on this machine, and there is nothing to bring together."));
    }

    private static Optional<TimelineState> timeline(ConnectionOptions connection) {
        return connection
                .find()
                .map(settings ->
                        TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE)));
    }

    private static List<String> models(ModelRegistry registry, @Nullable String model) {
        return model == null ? registry.models() : List.of(model);
    }

    private void print(RegistryPage page) {
        terminal.line(terminal.paint(Paint.STRONG, page.model()));
        Table.print(
                terminal,
                List.of("version", "registered", "gates", "aliases", "timeline", "bundle"),
                page.versions().stream()
                        .map(line -> List.of(
                                Integer.toString(line.version()),
                                line.registeredAt().toString(),
                                line.approved() ? "approved" : "refused",
                                String.join(", ", line.aliases()),
                                line.role(),
                                line.bundleSha256().substring(0, SHORT_SHA)))
                        .toList());
        page.differences().forEach(difference -> terminal.line(terminal.paint(Paint.WARN, "  " + difference)));
    }

    private static ObjectNode toJson(RegistryPage page) {
        ObjectNode node = JSON.createObjectNode().put("model", page.model());
        ArrayNode versions = node.putArray("versions");
        page.versions().forEach(line -> {
            ObjectNode version = versions.addObject()
                    .put("version", line.version())
                    .put("registered_at", line.registeredAt().toString())
                    .put("approved", line.approved())
                    .put("timeline", line.role())
                    .put("bundle_sha256", line.bundleSha256())
                    .put("run_id", line.runId());
            line.aliases().forEach(version.putArray("aliases")::add);
        });
        page.differences().forEach(node.putArray("differences")::add);
        return node;
    }
}
