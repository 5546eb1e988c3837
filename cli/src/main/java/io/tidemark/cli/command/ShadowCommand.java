package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.RoutingChange;
import io.tidemark.cli.history.RangeOptions;
import io.tidemark.cli.history.ShadowReport;
import io.tidemark.cli.history.ShadowRun;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.scoring.serving.PastVersions;
import io.tidemark.scoring.serving.ServingModel;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a version score without answering: live from now on, or over history with a report.
@Command(
        name = "shadow",
        description = "Let a version score without answering: every request from now on, or requests of the past with a"
                + " report.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nLive answers in shadow go to shadow-predictions. Examples:%n",
        footer = {
            "  tidemark shadow housing 3                                       live, from now on",
            "  tidemark shadow housing 3 --off                                 no more of version 3",
            "  tidemark shadow housing --off                                   no shadow at all",
            "  tidemark shadow housing 3 --history                             over all requests that the log holds",
            "  tidemark shadow housing 3 --from 2026-01-31T00:00:00Z --to 2026-02-01T00:00:00Z --json"
        })
public final class ShadowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "Version, number or alias.")
    private @Nullable String version;

    @Option(names = "--off", description = "The version shadows no more; without VERSION none does.")
    private boolean off;

    @Option(names = "--history", description = "Over all requests that the log holds; --from or --to imply it.")
    private boolean history;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Option(
            names = "--differ-by",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "Difference beyond which two answers count as different, in the unit of the answer"
                    + " (default: ${DEFAULT-VALUE}).")
    private double differBy;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Shadowed by hand.",
            description = "Why, for the audit.")
    private String reason = "";

    @Option(names = "--json", description = "Print the report over history as JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
        boolean overHistory = history || range.isGiven();
        if (off && overHistory) {
            throw new UserError("Found --off with a range, expected one of them.", ExitCode.USAGE);
        }
        if (!off && version == null) {
            throw new UserError("Found no version, expected one, or --off.", ExitCode.USAGE);
        }
        if (overHistory) {
            report(settings);
        } else if (off) {
            end(settings);
        } else {
            begin(settings);
        }
        return ExitCode.OK;
    }

    private void begin(KafkaSettings settings) {
        RoutingChange routing = RoutingChange.read(settings, model);
        Activated now = routing.routing();
        ModelVersion chosen = chosen();
        if (now.getChampion().getVersion() == chosen.version()) {
            throw new UserError("Found version " + chosen.version() + " of " + model
                    + ", expected another one: it is the champion, and answers already.");
        }
        List<VersionRef> shadows = new ArrayList<>(now.getShadows());
        shadows.removeIf(shadow -> shadow.getVersion() == chosen.version());
        shadows.add(new VersionRef(chosen.version(), chosen.bundleSha256()));
        boolean changed = now.getShadows().size() < shadows.size() && append(routing, now, shadows, List.of(chosen));
        Terminal.system()
                .line(model + " version " + chosen.version()
                        + (changed ? " scores in shadow from now on;" : " is in shadow already;")
                        + " what it would answer goes to " + settings.topicPrefix() + "shadow-predictions.");
    }

    private void end(KafkaSettings settings) {
        RoutingChange routing = RoutingChange.read(settings, model);
        Activated now = routing.routing();
        List<VersionRef> shadows = new ArrayList<>();
        if (version != null) {
            int gone = chosen().version();
            shadows.addAll(now.getShadows());
            shadows.removeIf(shadow -> shadow.getVersion() == gone);
        }
        boolean changed = append(routing, now, shadows, List.of());
        Terminal.system()
                .line(
                        changed
                                ? model + " is shadowed by "
                                        + (shadows.isEmpty()
                                                ? "no version"
                                                : shadows.stream()
                                                        .map(VersionRef::getVersion)
                                                        .toList())
                                        + " from now on."
                                : "Nothing to turn off: it was not in shadow.");
    }

    private boolean append(
            RoutingChange routing, Activated now, List<VersionRef> shadows, List<ModelVersion> versions) {
        return routing.append(
                Activated.newBuilder(now)
                        .setCause(ActivationCause.SHADOW)
                        .setShadows(shadows)
                        .build(),
                versions,
                reason);
    }

    private void report(KafkaSettings settings) {
        TopicBinding topics = new TopicBinding(settings);
        ModelVersion chosen = chosen();
        ServingModel model = new PastVersions(
                        registry(), connection.home().home().bundleCache())
                .version(chosen.model(), chosen.version(), chosen.bundleSha256());
        ProgressLine progress = new ProgressLine(json ? Terminal.silent() : Terminal.system());
        ShadowReport report = new ShadowRun(topics, model).over(range.resolve(settings), differBy, progress);
        if (json) {
            Terminal.system().line(report.toJson().toPrettyString());
        } else {
            report.print(Terminal.system());
        }
    }

    private ModelVersion chosen() {
        return new VersionAddress(model, String.valueOf(version)).in(registry());
    }

    private ModelRegistry registry() {
        return connection.home().home().openRegistry();
    }
}
