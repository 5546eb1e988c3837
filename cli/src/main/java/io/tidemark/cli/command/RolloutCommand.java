package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.TrialState;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.status.Standings;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Activated;
import io.tidemark.event.Performance;
import io.tidemark.event.VerdictReached;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows how the version on trial stands.
@Command(
        name = "rollout",
        description = "Show the version on trial: its stage, what the labels say up to now, and what comes next.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark rollout housing",
            "  tidemark rollout housing --json",
            "  tidemark timeline housing          all stages and verdicts there ever were"
        })
public final class RolloutCommand implements Callable<Integer> {
    private static final double MOST_READABLE_LOG10 = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HALF_WIDTH = 25;

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        TrialState state = TrialState.read(connection.settings(), model);
        Activated routing = state.routing();
        int challenger = challenger(routing);
        Optional<Performance> standing = challenger == 0
                ? Optional.empty()
                : Standings.newest(connection.settings(), model, challenger, state.activation());
        Optional<RolloutSpec> spec = challenger == 0 ? Optional.empty() : spec(sha256(routing));
        Terminal terminal = Terminal.system();
        if (json) {
            terminal.line(toJson(state, challenger, standing, spec).toPrettyString());
        } else {
            print(terminal, state, challenger, standing, spec);
        }
        return ExitCode.OK;
    }

    /// 0: none is on trial.
    private static int challenger(Activated routing) {
        return Stream.concat(
                        routing.getChallengers().stream().map(only -> only.getVersion()),
                        routing.getShadows().stream().map(only -> only.getVersion()))
                .findFirst()
                .orElse(0);
    }

    private static String sha256(Activated routing) {
        return Stream.concat(
                        routing.getChallengers().stream().map(only -> only.getBundleSha256()),
                        routing.getShadows().stream().map(only -> only.getBundleSha256()))
                .findFirst()
                .orElse("");
    }

    private Optional<RolloutSpec> spec(String sha256) {
        ModelRegistry registry = connection.home().home().openRegistry();
        try {
            return Optional.of(ManifestReader.read(
                            "manifest of " + sha256,
                            BundleCodec.read(registry.fetch(model, sha256), sha256)
                                    .manifest(),
                            List.of())
                    .rollout());
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }

    private void print(
            Terminal terminal,
            TrialState state,
            int challenger,
            Optional<Performance> standing,
            Optional<RolloutSpec> spec) {
        Activated routing = state.routing();
        if (challenger == 0) {
            terminal.line(model + ": version " + routing.getChampion().getVersion()
                    + " answers everything, nothing is on trial.");
        } else {
            boolean shadow = routing.getChallengers().isEmpty();
            String stage = shadow
                    ? "scores in shadow"
                    : "answers "
                            + TimelineFacts.percent(
                                    routing.getChallengers().getFirst().getShareBp()) + " of the keys";
            terminal.line(terminal.paint(Paint.STRONG, model + ": version " + challenger + " " + stage)
                    + ", held against version " + routing.getChampion().getVersion());
            spec.filter(rollout -> !shadow)
                    .ifPresent(rollout -> terminal.line("  stages: " + stages(routing, rollout)));
            standing.ifPresentOrElse(
                    record -> print(terminal, record.getMetrics()), () -> terminal.line("  No labels counted yet."));
        }
        state.verdicts().stream()
                .skip(Math.max(0, state.verdicts().size() - 3))
                .forEach(entry -> print(terminal, entry));
        terminal.line(terminal.paint(Paint.HINT, "  next: " + next(state, challenger, standing, spec)));
    }

    private static String stages(Activated routing, RolloutSpec spec) {
        int now = routing.getChallengers().getFirst().getShareBp();
        return Stream.concat(spec.stagesBp().stream(), Stream.of(10_000))
                .map(stage -> stage == now ? "[" + TimelineFacts.percent(stage) + "]" : TimelineFacts.percent(stage))
                .collect(Collectors.joining(" > "));
    }

    private static void print(Terminal terminal, Map<String, Double> numbers) {
        Table.print(
                terminal,
                List.of("", "labels", "mean loss", "dead letters", "latency p99"),
                Stream.of("challenger", "champion")
                        .map(arm -> List.of(
                                arm,
                                String.format(Locale.ROOT, "%,.0f", numbers.getOrDefault("labels_" + arm, 0.0)),
                                String.format(Locale.ROOT, "%.5f", numbers.getOrDefault("mean_loss_" + arm, 0.0)),
                                percent(numbers.getOrDefault("dead_letter_share_" + arm, 0.0)),
                                String.format(
                                        Locale.ROOT, "%.1f ms", numbers.getOrDefault("latency_p99_ms_" + arm, 0.0))))
                        .toList());
        double low = numbers.getOrDefault("improvement_low", -1.0);
        double high = numbers.getOrDefault("improvement_high", 1.0);
        terminal.line("  improvement of the loss  " + interval(low, high)
                + String.format(Locale.ROOT, "  %+.1f %% to %+.1f %%", 100 * low, 100 * high));
        terminal.line(String.format(
                Locale.ROOT,
                "  evidence: better %s, worse %s, needed %s; split of the keys p %.3g",
                evidence(numbers.getOrDefault("log10_evidence_better", 0.0)),
                evidence(numbers.getOrDefault("log10_evidence_worse", 0.0)),
                evidence(-Math.log10(numbers.getOrDefault("alpha", 0.05))),
                numbers.getOrDefault("sample_ratio_p", 1.0)));
    }

    /// An e-value, from its logarithm: as a number while people can read it, else as a power of ten.
    static String evidence(double log10) {
        return Math.abs(log10) < MOST_READABLE_LOG10
                ? String.format(Locale.ROOT, "%.3g", Math.pow(10, log10))
                : String.format(Locale.ROOT, "10^%.0f", log10);
    }

    /// The interval on a line from worse to better, with no difference in the middle.
    static String interval(double low, double high) {
        double widest = Math.max(0.01, Math.max(Math.abs(low), Math.abs(high)));
        int from = place(low / widest);
        int to = Math.max(from, place(high / widest));
        StringBuilder line = new StringBuilder("worse ");
        for (int i = 0; i <= 2 * HALF_WIDTH; i++) {
            boolean inside = i >= from && i <= to;
            line.append(i == HALF_WIDTH ? '|' : inside ? '█' : '·');
        }
        return line.append(" better").toString();
    }

    private static int place(double share) {
        return (int) Math.round((1 + Math.clamp(share, -1, 1)) * HALF_WIDTH);
    }

    private static void print(Terminal terminal, TimelineEntry entry) {
        VerdictReached verdict = (VerdictReached) entry.event().getFact();
        Paint paint = switch (verdict.getVerdict()) {
            case PROMOTE -> Paint.GOOD;
            case ROLLBACK -> Paint.BAD;
            case INCONCLUSIVE -> Paint.WARN;
        };
        terminal.line("  " + entry.event().getTime() + "  "
                + terminal.paint(paint, verdict.getVerdict() + " version " + verdict.getChallengerVersion()) + "  "
                + Terminal.plain(entry.event().getReason()));
    }

    private String next(TrialState state, int challenger, Optional<Performance> standing, Optional<RolloutSpec> spec) {
        if (state.waiting().isPresent()) {
            return "`tidemark approve " + model + "` lets version " + challenger + " answer everything.";
        }
        if (challenger == 0) {
            return "nothing.";
        }
        if (spec.isEmpty() || spec.get().strategy() == RolloutSpec.Strategy.DIRECT) {
            return "up to you; the version's manifest has no rollout strategy.";
        }
        double labels = standing.map(record -> record.getMetrics().getOrDefault("labels_of_stage", 0.0))
                .orElse(0.0);
        return labels < spec.get().minLabels()
                ? String.format(
                        Locale.ROOT,
                        "%.0f more matured labels of the challenger in this stage.",
                        spec.get().minLabels() - labels)
                : "the labels have to tell; inconclusive after " + spec.get().maxAge() + " of the stage.";
    }

    private ObjectNode toJson(
            TrialState state, int challenger, Optional<Performance> standing, Optional<RolloutSpec> spec) {
        Activated routing = state.routing();
        ObjectNode node = JSON.createObjectNode()
                .put("model", model)
                .put("champion", routing.getChampion().getVersion())
                .put("activation_id", state.activation().event().getEventId())
                .put("next", next(state, challenger, standing, spec));
        if (challenger != 0) {
            node.put("challenger", challenger);
            node.put("shadow", routing.getChallengers().isEmpty());
        }
        standing.ifPresent(record -> node.set("evidence", JSON.valueToTree(record.getMetrics())));
        var verdicts = node.putArray("verdicts");
        state.verdicts().forEach(entry -> {
            VerdictReached verdict = (VerdictReached) entry.event().getFact();
            ObjectNode one = verdicts.addObject()
                    .put("time", entry.event().getTime().toString())
                    .put("verdict", verdict.getVerdict().name())
                    .put("challenger", verdict.getChallengerVersion())
                    .put("champion", verdict.getChampionVersion())
                    .put("reason", entry.event().getReason());
            one.set("evidence", JSON.valueToTree(verdict.getEvidence()));
        });
        return node;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * share);
    }
}
