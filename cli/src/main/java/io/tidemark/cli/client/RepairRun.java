package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.replay.Repair;
import io.tidemark.scoring.serving.PastVersions;
import io.tidemark.scoring.serving.Routing;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Has the champion answer again what another version answered.
///
/// @param from first answers, by record time, inclusive; null: the first that the log holds
/// @param to end, exclusive; null: none
public record RepairRun(
        ConnectionOptions connection,
        String model,
        @Nullable Instant from,
        @Nullable Instant to) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_ROUNDS = 20;

    /// Repairs until nothing is left that the bad version answered.
    public void repair(int bad) {
        KafkaSettings settings = connection.settings();
        TopicBinding topics = new TopicBinding(settings);
        TimelineEntry activation = activation(topics);
        VersionRef champion = ((Activated) activation.event().getFact()).getChampion();
        if (champion.getVersion() == bad) {
            throw new UserError("Found version " + bad + " of " + model
                    + " as champion, expected another one: a version does not repair its own answers.");
        }
        ModelRegistry registry = connection.home().home().openRegistry();
        ModelVersion wrong = registry.version(model, bad)
                .orElseThrow(() -> new UserError("Found no version " + bad + " of " + model + " in the registry."));
        Answerer good = new Answerer(
                new PastVersions(registry, connection.home().home().bundleCache())
                        .version(model, champion.getVersion(), champion.getBundleSha256()),
                Routing.CHAMPION,
                activation.event().getEventId());
        Terminal terminal = Terminal.system();
        terminal.line(terminal.paint(
                Paint.HINT,
                "  should this be interrupted: `tidemark rollback " + model + " --repair-only " + bad + "`"));
        ProgressLine progress = new ProgressLine(terminal);
        progress.show("waiting for the scorers to follow", -1);
        awaitScorers(topics, activation);
        progress.show("answering again", -1);
        Repair.Order order = new Repair.Order(
                "repair/" + model + "/" + bad + "/" + champion.getVersion(),
                model,
                bad,
                wrong.bundleSha256(),
                from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                to == null ? Long.MAX_VALUE : to.toEpochMilli(),
                Repair.Order.PER_TRANSACTION);
        long corrected = 0;
        long refused = 0;
        try (Repair repair = new Repair(topics, order, good, Clock.systemUTC())) {
            Repair.Result round = repair.run();
            for (int rounds = 1; round.corrected() > 0 && rounds < MOST_ROUNDS; rounds++) {
                corrected += round.corrected();
                pause();
                round = repair.run();
            }
            corrected += round.corrected();
            refused = round.refused();
        }
        progress.done(corrected + " answers of version " + bad + " have a correction by version "
                + champion.getVersion() + " now"
                + (refused == 0 ? "." : "; " + refused + " rows it refuses, their answers stay."));
        List<String> behind = behind(timeline(topics), activation);
        if (!behind.isEmpty()) {
            terminal.line("Of " + String.join(", ", behind) + ", which answered before, nothing says that "
                    + (behind.size() == 1 ? "it follows" : "they follow") + " yet. What still runs of them may go on to"
                    + " answer with version " + bad + ": once `tidemark timeline " + model
                    + "` shows that all do, `tidemark rollback " + model + " --repair-only " + bad
                    + "` corrects the rest.");
        }
    }

    /// Instances whose adoption is the newest of some partition, and that have not followed an activation.
    static List<String> behind(TimelineState timeline, TimelineEntry activation) {
        Map<Integer, String> answering = new HashMap<>();
        for (TimelineEntry entry : timeline.of(activation.event().getModel())) {
            if (entry.event().getFact() instanceof Adopted adopted) {
                answering.put(adopted.getPartition(), adopted.getInstance());
            }
        }
        Set<String> following = following(timeline, activation);
        return answering.values().stream()
                .distinct()
                .filter(instance -> !following.contains(instance))
                .sorted()
                .toList();
    }

    /// Instances that have followed an activation. A scorer that has acknowledged adopts before it answers the next
    /// request.
    private static Set<String> following(TimelineState timeline, TimelineEntry activation) {
        String id = activation.event().getEventId();
        Set<String> following = new HashSet<>();
        for (TimelineEntry entry : timeline.of(activation.event().getModel())) {
            if (entry.event().getFact() instanceof Acknowledged ready
                    && ready.getActivationId().equals(id)) {
                following.add(ready.getInstance());
            }
            if (entry.event().getFact() instanceof Adopted adopted
                    && adopted.getActivationId().equals(id)) {
                following.add(adopted.getInstance());
            }
        }
        return following;
    }

    private TimelineEntry activation(TopicBinding topics) {
        return timeline(topics)
                .activation(model)
                .orElseThrow(() -> new UserError("Found no activation of " + model + " on the timeline."));
    }

    private static TimelineState timeline(TopicBinding topics) {
        return TimelineState.read(new TopicReader(topics.settings()), topics.of(Topics.TIMELINE));
    }

    /// Where no scorer runs, nobody answers.
    private static void awaitScorers(TopicBinding topics, TimelineEntry activation) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (!following(timeline(topics), activation).isEmpty()) {
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted; what was committed stays, the rest is for another call.");
        }
    }
}
