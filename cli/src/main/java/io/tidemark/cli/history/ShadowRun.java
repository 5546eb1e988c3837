package io.tidemark.cli.history;

import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.scoring.replay.AnswererChoice;
import io.tidemark.scoring.replay.LiveEnd;
import io.tidemark.scoring.replay.LiveEnds;
import io.tidemark.scoring.replay.PairedAnswer;
import io.tidemark.scoring.replay.PairedComparison;
import io.tidemark.scoring.replay.PairedLoss;
import io.tidemark.scoring.replay.Replay;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.scoring.serving.ServingModel;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Lets a version score what was answered by others.
public final class ShadowRun {
    private final TopicBinding topics;
    private final ServingModel version;
    private final SortedMap<Integer, Long> liveVersions = new TreeMap<>();
    private long unpaired;

    public ShadowRun(TopicBinding topics, ServingModel version) {
        this.topics = topics;
        this.version = version;
    }

    /// Scores a range and compares.
    ///
    /// @param differBy difference beyond which two answers count as different
    public ShadowReport over(RequestRange range, double differBy, ProgressLine progress) {
        progress.show("reading what was answered", -1);
        LiveEnds live = new LiveEnds(range);
        live.readPredictions(topics, version.name());
        progress.show("reading labels", -1);
        BundleDescriptor descriptor = version.bundle().descriptor();
        PairedComparison comparison =
                new PairedComparison(differBy, PairedLoss.of(descriptor.task()), KnownLabels.read(topics, descriptor));
        AtomicLong seen = new AtomicLong();
        double all = Math.max(1, range.offsets());
        new Replay(topics, version.name(), AnswererChoice.always(version), live.withoutClock())
                .run(
                        range,
                        () -> progress.show("scoring in shadow", seen.incrementAndGet() / all),
                        replayed -> add(comparison, live, replayed));
        progress.done("Scored " + seen.get() + " requests in shadow.");
        return new ShadowReport(version.name(), version.version(), liveVersions, unpaired, comparison.result());
    }

    private void add(PairedComparison comparison, LiveEnds live, Replayed replayed) {
        LiveEnd end = live.at(replayed.place()).orElse(null);
        boolean wasAnswered = end instanceof LiveEnd.Answered;
        if (replayed instanceof Replayed.Answered answered && end instanceof LiveEnd.Answered before) {
            liveVersions.merge(before.version(), 1L, Long::sum);
            comparison.add(
                    replayed.place(),
                    answered.prediction().getRequestId(),
                    before.answer(),
                    PairedAnswer.of(answered.prediction()));
        } else if (wasAnswered || replayed instanceof Replayed.Answered) {
            unpaired++;
        }
    }
}
