package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.history.AnswerOutput;
import io.tidemark.cli.history.RangeOptions;
import io.tidemark.cli.history.ReplaySummary;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Prediction;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.scoring.replay.AdoptedVersions;
import io.tidemark.scoring.replay.AnswererChoice;
import io.tidemark.scoring.replay.LiveEnds;
import io.tidemark.scoring.replay.LivePosition;
import io.tidemark.scoring.replay.Replay;
import io.tidemark.scoring.replay.ReplayCheck;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.scoring.serving.PastVersions;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers requests of the log again.
@Command(
        name = "replay",
        description = "Answer requests of the log again: by the versions that answered them, or by a chosen one.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done, and the check holds", "4:the check found differences", "1:failed"},
        footerHeading = "%nThe live services, their offsets and topics are left alone. Examples:%n",
        footer = {
            "  tidemark replay housing --as-of --check                          are the answers on the log right?",
            "  tidemark replay housing --as-of --from 2026-01-31T12:00:00Z --to 2026-01-31T13:00:00Z --out audit",
            "  tidemark replay housing --as-of --from 0:1200,1:1180 --out audit.jsonl",
            "  tidemark replay housing --with-version 3 --out housing-v3        what version 3 answers to it all",
            "  tidemark replay housing --with-version 3 --out housing-v3 --resume    go on after an interruption"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @ArgGroup(multiplicity = "1")
    private Who who = new Who();

    @Mixin
    private RangeOptions rangeOptions = new RangeOptions();

    @Option(
            names = "--out",
            paramLabel = "TOPIC|FILE",
            description = "Where answers go: a topic, made like predictions, or a file that ends in .jsonl or .avro.")
    private @Nullable String out;

    @Option(names = "--resume", description = "Go on behind what an earlier replay wrote to the topic.")
    private boolean resume;

    @Option(
            names = "--check",
            description = "Compare with what stands on predictions, byte by byte; goes with --as-of.")
    private boolean check;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /// Who answers.
    static final class Who {
        @Option(
                names = "--as-of",
                required = true,
                description = "Each request is answered by the version that answered it, as the timeline says.")
        private boolean asOf;

        @Option(
                names = "--with-version",
                required = true,
                paramLabel = "VERSION",
                description = "All are answered by this version, number or alias, in the variant shadow.")
        private @Nullable String version;
    }

    @Override
    public Integer call() {
        requireSense();
        KafkaSettings settings = connection.settings();
        TopicBinding topics = new TopicBinding(settings);
        ProgressLine progress = new ProgressLine(json ? Terminal.silent() : Terminal.system());
        RequestRange range = rangeOptions.resolve(settings);
        AnswererChoice choice = choice(topics, range);
        progress.show("reading how the requests ended", -1);
        Map<Integer, Long> processed = check ? LivePosition.read(topics, range.topic()) : Map.of();
        LiveEnds live = ends(topics, range);
        ReplayCheck comparison = new ReplayCheck(live, processed);
        ReplaySummary summary = new ReplaySummary();
        RequestRange rest = run(topics, new Replay(topics, model, choice, live), range, progress, (replayed, value) -> {
            summary.accept(replayed);
            comparison.accept(replayed, value);
        });
        return report(rest, summary, check ? Optional.of(comparison.result()) : Optional.empty());
    }

    /// What is repeated of how the requests ended: for another version, what was known when they were answered.
    private LiveEnds ends(TopicBinding topics, RequestRange range) {
        LiveEnds live = new LiveEnds(range);
        live.readPredictions(topics, model);
        if (!who.asOf) {
            return live.withoutClock();
        }
        live.readDeadLetters(topics);
        return live;
    }

    private void requireSense() {
        if (!check && out == null) {
            throw new UserError("Found neither --out nor --check, expected one of them or both.", ExitCode.USAGE);
        }
        if (check && !who.asOf) {
            throw new UserError(
                    "Found --check with --with-version, expected it with --as-of: another version gives other answers."
                            + " `tidemark shadow` compares them.",
                    ExitCode.USAGE);
        }
        if (resume && (out == null || check)) {
            throw new UserError(
                    "Found --resume without --out or with --check, expected it with --out alone: what was written"
                            + " before is not answered again.",
                    ExitCode.USAGE);
        }
    }

    private AnswererChoice choice(TopicBinding topics, RequestRange range) {
        ModelRegistry registry = connection.home().home().openRegistry();
        PastVersions versions =
                new PastVersions(registry, connection.home().home().bundleCache());
        if (who.version != null) {
            ModelVersion chosen = new VersionAddress(model, who.version).in(registry);
            return AnswererChoice.always(versions.version(model, chosen.version(), chosen.bundleSha256()));
        }
        TimelineState timeline = TimelineState.read(new TopicReader(topics.settings()), topics.of(Topics.TIMELINE));
        AdoptedVersions adopted = new AdoptedVersions(model, range.topic(), timeline, versions);
        if (adopted.isEmpty()) {
            throw new UserError("Found no adoption of " + model + " on the timeline, expected one: no request of it"
                    + " was ever answered. Models on the timeline: " + timeline.models() + ".");
        }
        return adopted;
    }

    private RequestRange run(TopicBinding topics, Replay replay, RequestRange range, ProgressLine progress, Step step) {
        Topic<Prediction> predictions = topics.of(Topics.PREDICTIONS);
        try (AnswerOutput output = AnswerOutput.open(out, topics, model, range, resume)) {
            RequestRange rest = output.rest(range);
            AtomicLong seen = new AtomicLong();
            long all = Math.max(1, rest.offsets());
            replay.run(
                    rest,
                    () -> progress.show("replaying requests", seen.incrementAndGet() / (double) all),
                    replayed -> {
                        byte[] value = new byte[0];
                        if (replayed instanceof Replayed.Answered answered) {
                            value = predictions
                                    .values()
                                    .serializer()
                                    .serialize(predictions.name(), answered.prediction());
                            output.write(answered, value);
                        }
                        step.take(replayed, value);
                    });
            output.finish();
            progress.done(String.format(Locale.ROOT, "Read %,d requests.", seen.get()));
            return rest;
        }
    }

    private int report(RequestRange range, ReplaySummary summary, Optional<ReplayCheck.Result> result) {
        Terminal terminal = Terminal.system();
        if (json) {
            terminal.line(summary.toJson(range, result).toPrettyString());
        } else {
            summary.print(terminal, result);
            if (out != null) {
                terminal.line("  Written to " + out + ".");
            }
        }
        return result.map(ReplayCheck.Result::holds).orElse(true) ? ExitCode.OK : ExitCode.NOT_FINE;
    }

    /// Hears of each request.
    @FunctionalInterface
    private interface Step {
        void take(Replayed replayed, byte[] value);
    }
}
