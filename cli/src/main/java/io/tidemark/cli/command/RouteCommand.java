package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.ChallengerShare;
import io.tidemark.cli.client.RoutingChange;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows or changes which versions answer which share of the keys.
@Command(
        name = "route",
        description = "Show how a model is routed, or let challengers answer a share of the keys.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nA key (the entity id, or the request id) always meets the same version; a share that grows"
                + " keeps the%nkeys it had. Examples:%n",
        footer = {
            "  tidemark route housing                                   who answers what",
            "  tidemark route housing --challenger 3=5%%                 a canary: version 3 answers 5 %% of the keys",
            "  tidemark route housing --challenger 3=25%%                the ramp: the same keys and more",
            "  tidemark route housing --challenger 3=20%% --challenger 4=20%% --experiment spring",
            "  tidemark route housing --clear --reason \"inconclusive\"   the champion alone again"
        })
public final class RouteCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
            names = "--challenger",
            paramLabel = "VERSION=SHARE",
            description = "A version, number or alias, and its share of the keys, such as 3=5%%; may be repeated. These"
                    + " take the place of all challengers there were.")
    private List<String> challengers = new ArrayList<>();

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            description = "Salt of the key hash: another name draws other keys (default: the one that the challengers"
                    + " have, else MODEL-VERSION).")
    private @Nullable String experiment;

    @Option(names = "--clear", description = "No challengers any more; the champion and shadows stay.")
    private boolean clear;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Routed by hand.",
            description = "Why, for the audit.")
    private String reason = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        List<ChallengerShare> shares =
                challengers.stream().map(ChallengerShare::parse).toList();
        ChallengerShare.requireTogether(shares);
        if (clear && !shares.isEmpty()) {
            throw new UserError("Found --clear and --challenger, expected one of them.", ExitCode.USAGE);
        }
        if (experiment != null && (shares.isEmpty() || experiment.isBlank())) {
            throw new UserError(
                    "Found --experiment '" + experiment + "', expected a name that is not blank, and --challenger.",
                    ExitCode.USAGE);
        }
        if (clear || !shares.isEmpty()) {
            change(RoutingChange.read(connection.settings(), model), shares);
        }
        show(RoutingChange.read(connection.settings(), model).entry());
        return ExitCode.OK;
    }

    private void change(RoutingChange routing, List<ChallengerShare> shares) {
        ModelRegistry registry = connection.home().home().openRegistry();
        Activated now = routing.routing();
        List<ModelVersion> versions = shares.stream()
                .map(share -> new VersionAddress(model, share.version()).in(registry))
                .toList();
        String salt = salt(now, versions);
        List<Challenger> next = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            ModelVersion version = versions.get(i);
            requireFree(now, next, version.version());
            next.add(new Challenger(
                    version.version(), version.bundleSha256(), shares.get(i).basisPoints(), salt));
        }
        routing.append(
                Activated.newBuilder(now)
                        .setCause(ActivationCause.ROLLOUT)
                        .setChallengers(next)
                        .build(),
                versions,
                reason);
    }

    private String salt(Activated now, List<ModelVersion> versions) {
        return Optional.ofNullable(experiment)
                .or(() -> now.getChallengers().stream()
                        .map(Challenger::getExperiment)
                        .findFirst())
                .orElseGet(() -> versions.isEmpty()
                        ? ""
                        : model + "-" + versions.getFirst().version());
    }

    private void requireFree(Activated now, List<Challenger> chosen, int version) {
        if (now.getChampion().getVersion() == version) {
            throw new UserError("Found version " + version + " of " + model
                    + " as challenger, expected another one: it is the champion.");
        }
        if (chosen.stream().anyMatch(challenger -> challenger.getVersion() == version)) {
            throw new UserError(
                    "Found version " + version + " as challenger twice, expected each once.", ExitCode.USAGE);
        }
    }

    private void show(TimelineEntry entry) {
        Activated routing = (Activated) entry.event().getFact();
        int rest = 10_000
                - routing.getChallengers().stream()
                        .mapToInt(Challenger::getShareBp)
                        .sum();
        Terminal terminal = Terminal.system();
        if (json) {
            terminal.line(toJson(entry, routing, rest).toPrettyString());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "champion", Integer.toString(routing.getChampion().getVersion()), TimelineFacts.percent(rest), ""));
        routing.getChallengers()
                .forEach(challenger -> rows.add(List.of(
                        "challenger",
                        Integer.toString(challenger.getVersion()),
                        TimelineFacts.percent(challenger.getShareBp()),
                        Terminal.plain(challenger.getExperiment()))));
        routing.getShadows()
                .forEach(shadow -> rows.add(List.of("shadow", Integer.toString(shadow.getVersion()), "-", "")));
        Table.print(terminal, List.of("role", "version", "share of keys", "experiment"), rows);
        terminal.line(terminal.paint(
                Paint.HINT,
                "  since " + entry.event().getTime() + ", by " + entry.event().getActor() + ": "
                        + entry.event().getReason()));
    }

    private ObjectNode toJson(TimelineEntry entry, Activated routing, int rest) {
        ObjectNode node = JSON.createObjectNode()
                .put("model", model)
                .put("activation_id", entry.event().getEventId())
                .put("timeline_offset", entry.offset())
                .put("time", entry.event().getTime().toString())
                .put("actor", entry.event().getActor())
                .put("reason", entry.event().getReason());
        node.putObject("champion")
                .put("version", routing.getChampion().getVersion())
                .put("share", rest / 1e4);
        ArrayNode trials = node.putArray("challengers");
        routing.getChallengers()
                .forEach(challenger -> trials.addObject()
                        .put("version", challenger.getVersion())
                        .put("share", challenger.getShareBp() / 1e4)
                        .put("experiment", challenger.getExperiment()));
        ArrayNode shadows = node.putArray("shadows");
        routing.getShadows().forEach(shadow -> shadows.add(shadow.getVersion()));
        return node;
    }
}
