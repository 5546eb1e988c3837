package io.tidemark.drift.judgement;

import io.tidemark.drift.counting.TrafficCounts;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.window.RollingCounts;
import io.tidemark.drift.window.RollingCounts.BlockId;
import io.tidemark.event.Severity;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.stats.drift.ShareTest;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Watches which share of a model's requests become dead letters, over the windows of its manifest, on the clock of
/// their arrival: a request that could not be read has no event time.
///
/// The share is compared with what it was: with the requests of all calm windows before, one longest window at a time;
/// before there are enough of those, with the training rows, none of which was refused. Belongs to one thread.
public final class LetterWatch {
    private static final byte KIND = 'D';
    private static final double HALF = 0.5;
    private static final double FIFTH = 0.2;

    private final Map<BlockId, TrafficCounts> kept = new LinkedHashMap<>();
    private @Nullable Windows windows;
    private TrafficCounts before = new TrafficCounts();

    /// End of the windows that were judged last; 0: never.
    private long endMs;

    /// End of the last window that counts as what was before; 0: there is none.
    private long learntMs;

    /// Whether it is known over which windows requests are counted.
    public boolean isWatching() {
        return windows != null;
    }

    /// Windows of the version that answers.
    public void watch(DriftSpec spec) {
        if (windows != null && windows.spec.equals(spec)) {
            return;
        }
        Windows next = Windows.of(spec);
        kept.entrySet()
                .removeIf(block -> !next.counts.restore(
                        block.getKey().stepMs(),
                        block.getKey().startMs(),
                        block.getValue().copy()));
        if (endMs > 0) {
            next.counts.advance(endMs).forEach(kept::remove);
        }
        windows = next;
    }

    /// Takes requests; they count once it is known over which windows.
    ///
    /// @param atMs when they came
    public void add(long atMs, TrafficCounts requests) {
        if (windows != null) {
            long paneStartMs = Math.floorDiv(atMs, windows.paneMs) * windows.paneMs;
            windows.counts
                    .add(paneStartMs, requests)
                    .forEach(block -> kept.put(
                            new BlockId(block.stepMs(), block.startMs()),
                            block.counts().copy()));
        }
    }

    /// End of the windows that were judged last, milliseconds since 1970-01-01 UTC; 0: never.
    public long endMs() {
        return endMs;
    }

    /// One window.
    ///
    /// @param finding empty: too few requests
    public record Look(Window window, TrafficCounts requests, Optional<QualityFinding> finding) {}

    /// Looks at all windows that end at a moment; nothing when no request came in any of them, or they are not known.
    ///
    /// @param toMs end of the last pane that is over
    /// @param open whether an episode is open: then nothing counts as usual
    public List<Look> judge(Reference reference, long toMs, boolean open) {
        Windows over = windows;
        if (over == null) {
            return List.of();
        }
        over.counts.advance(toMs).forEach(kept::remove);
        endMs = toMs;
        List<Look> looks = new ArrayList<>();
        over.lengthsMs.forEach((name, lengthMs) -> looks.add(look(
                reference,
                new Window(name, RollingCounts.startMs(over.paneMs, lengthMs, toMs), toMs),
                over.counts.window(name))));
        learn(over, looks, open);
        return looks.stream().allMatch(look -> look.requests.requests() == 0) ? List.of() : looks;
    }

    private void learn(Windows over, List<Look> looks, boolean open) {
        boolean calm =
                !open && looks.stream().flatMap(look -> look.finding.stream()).noneMatch(QualityFinding::breached);
        if (learntMs == 0) {
            learntMs = endMs;
        } else if (calm && over.longestStartMs(endMs) >= learntMs) {
            before.merge(over.counts.window(over.longest()));
            learntMs = endMs;
        }
    }

    private Look look(Reference reference, Window window, TrafficCounts requests) {
        int least = reference.drift().minRows();
        if (requests.requests() < least || !QualityCheck.DEAD_LETTERS.isWanted(quality(reference))) {
            return new Look(window, requests, Optional.empty());
        }
        boolean known = before.requests() >= least;
        long pastLetters = known ? before.letters() : 0;
        long past =
                known ? before.requests() : reference.profile().predictions().rows();
        return new Look(
                window,
                requests,
                past == 0 ? Optional.empty() : Optional.of(finding(reference, window, requests, pastLetters, past)));
    }

    private static QualityFinding finding(
            Reference reference, Window window, TrafficCounts requests, long pastLetters, long past) {
        double effect = quality(reference).deadLetters();
        double usual = (double) pastLetters / past;
        double share = (double) requests.letters() / requests.requests();
        double pValue = ShareTest.riseByChance(pastLetters, past, requests.letters(), requests.requests());
        double rise = share - usual;
        boolean breached = requests.letters() > 0 && rise >= effect && pValue <= QualityJudge.alpha(reference);
        Severity severity = rise >= HALF ? Severity.HIGH : rise >= FIFTH ? Severity.MEDIUM : Severity.LOW;
        return new QualityFinding(
                QualityCheck.DEAD_LETTERS,
                "requests",
                window,
                requests.requests(),
                share,
                OptionalDouble.of(usual),
                usual + effect,
                OptionalDouble.of(pValue),
                past,
                breached,
                breached ? severity : Severity.LOW);
    }

    private static QualitySpec quality(Reference reference) {
        return reference.soundness().quality();
    }

    /// What the windows say to the alert.
    public static Reading reading(List<Look> looks) {
        return round(looks).reading(QualityCheck.DEAD_LETTERS);
    }

    /// Findings beyond their limit, the worst first.
    public static List<QualityFinding> breached(List<Look> looks) {
        return round(looks).breached(QualityCheck.DEAD_LETTERS);
    }

    private static Round round(List<Look> looks) {
        return new Round(
                new Findings(List.of()),
                List.of(),
                looks.stream().flatMap(look -> look.finding.stream()).toList(),
                List.of());
    }

    /// The state, some ten bytes for each block of a window.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeLong(endMs);
        out.writeLong(learntMs);
        before.writeTo(out);
        out.writeCount(kept.size());
        kept.forEach((block, counts) -> {
            out.writeLong(block.stepMs());
            out.writeLong(block.startMs());
            counts.writeTo(out);
        });
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static LetterWatch fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "watch of dead letters");
        LetterWatch watch = new LetterWatch();
        watch.endMs = in.readLong();
        watch.learntMs = in.readLong();
        watch.before = TrafficCounts.readFrom(in);
        for (int left = in.readLength(2 * Long.BYTES, "blocks of a window"); left > 0; left--) {
            watch.kept.put(new BlockId(in.readLong(), in.readLong()), TrafficCounts.readFrom(in));
        }
        in.expectEnd();
        return watch;
    }

    private record Windows(
            DriftSpec spec, long paneMs, Map<String, Long> lengthsMs, RollingCounts<TrafficCounts> counts) {
        static Windows of(DriftSpec spec) {
            Map<String, Long> lengthsMs = new LinkedHashMap<>();
            spec.windows().forEach((name, length) -> lengthsMs.put(name, length.toMillis()));
            long paneMs = spec.pane().toMillis();
            return new Windows(spec, paneMs, lengthsMs, new RollingCounts<>(TrafficCounts::new, paneMs, lengthsMs));
        }

        /// Start of the longest window, which holds a little more than its length.
        long longestStartMs(long endMs) {
            return RollingCounts.startMs(paneMs, spec.longestWindow().toMillis(), endMs);
        }

        String longest() {
            return Collections.max(lengthsMs.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
        }
    }
}
