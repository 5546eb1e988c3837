package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Reference;
import io.tidemark.event.Severity;
import io.tidemark.stats.alarm.ErrorRateChange;
import io.tidemark.stats.alarm.ErrorStreamDetector;
import io.tidemark.stats.alarm.FalseAlarmBudget;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.Reading;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Watches the losses of a version's outcomes as they come, for a rise: concept drift. Found at once, not when a window
/// is full; it goes on until the mean loss over the longest window is back near what it was before.
///
/// How much evidence it takes follows from the false-alarm budget and from how many labels come in a week, as far as
/// that is known. Labels come when they come: what is found follows from the order of the deltas on the log, which a
/// replay repeats.
public final class ErrorWatch {
    /// Fewer losses from one false alarm to the next were not tried.
    private static final long FEWEST_LABELS_PER_ALARM = 1_000;

    /// Of a watch that no labels came to yet.
    private static final long LABELS_PER_ALARM = 1_000_000;

    /// Smallest rise of the mean loss that matters, as a part of what it was.
    private static final double SMALLEST_RISE = 0.25;

    /// A mean loss within half of that of what it was is back.
    private static final double BACK = SMALLEST_RISE / 2;

    /// Labels that a window needs for its mean to say anything.
    private static final long LEAST_LABELS = 30;

    private static final int BLOCKS = 12;
    private static final double THOUSANDTHS = 1000;
    private static final double MS_PER_SECOND = 1000;
    private static final byte KIND = 'X';

    /// Of builds that forgot a rise after a window.
    private static final byte FORMER_KIND = 'W';

    private ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(LABELS_PER_ALARM);
    private Optional<ErrorRateChange> last = Optional.empty();
    private long foundAtMs;
    private long labels;

    /// Event time of the first labels; 0: not known.
    private long firstMs;

    /// Labels since then.
    private long labelsSince;

    /// Losses by when they came, some blocks for the longest window.
    private final NavigableMap<Long, Losses> recent = new TreeMap<>();

    /// How a version's losses are watched.
    ///
    /// @param budget false alarms that are granted
    /// @param longest length of the longest window
    public record Terms(FalseAlarmBudget budget, Duration longest) {
        /// Those of a reference.
        public static Terms of(Reference reference) {
            return new Terms(
                    QualityJudge.budgetOfOne(reference), reference.drift().longestWindow());
        }
    }

    /// Takes the losses of outcomes that came together.
    ///
    /// @param count how many
    /// @param lossesThousandths their sum
    /// @param timeMs moment that they are dated to, event time of the newest rows
    public void add(long count, long lossesThousandths, long timeMs, Terms terms) {
        labels += count;
        detector.alarmOnceIn(labelsPerAlarm(count, timeMs, terms));
        keep(count, lossesThousandths, timeMs, terms.longest);
        double mean = Math.clamp(lossesThousandths / THOUSANDTHS / Math.max(1, count), 0, 1);
        for (long i = 0; i < count; i++) {
            Optional<ErrorRateChange> found = detector.add(mean);
            if (found.isPresent() && isLarge(found.get())) {
                last = Optional.of(
                        last.map(earlier -> since(earlier, found.get())).orElse(found.get()));
                foundAtMs = timeMs;
            }
        }
    }

    /// A rise upon a rise: what was before is what was before the first.
    private static ErrorRateChange since(ErrorRateChange earlier, ErrorRateChange found) {
        return new ErrorRateChange(
                found.events(), Math.min(earlier.before(), found.before()), found.after(), found.evidence());
    }

    private static boolean isLarge(ErrorRateChange change) {
        return change.after() >= (1 + SMALLEST_RISE) * change.before();
    }

    /// The rate is that since the first labels, which a single burst makes too large rather than too small.
    private long labelsPerAlarm(long count, long timeMs, Terms terms) {
        if (timeMs <= 0) {
            return LABELS_PER_ALARM;
        }
        if (firstMs == 0) {
            firstMs = timeMs;
        }
        labelsSince += count;
        double seconds = Math.max(1, (timeMs - firstMs) / MS_PER_SECOND);
        return Math.max(FEWEST_LABELS_PER_ALARM, terms.budget.eventsPerAlarm(labelsSince / seconds));
    }

    private void keep(long count, long lossesThousandths, long timeMs, Duration longest) {
        long stepMs = Math.max(1, longest.toMillis() / BLOCKS);
        recent.merge(Math.floorDiv(timeMs, stepMs) * stepMs, new Losses(count, lossesThousandths), Losses::plus);
        recent.headMap(timeMs - longest.toMillis() - stepMs, false).clear();
    }

    /// Mean loss of the labels that came in a window; empty where they are too few.
    private OptionalDouble mean(Window window) {
        Losses sum = recent.tailMap(window.startMs(), true).values().stream().reduce(Losses.NONE, Losses::plus);
        return sum.labels < LEAST_LABELS
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum.thousandths / THOUSANDTHS / sum.labels);
    }

    /// The rise that goes on.
    ///
    /// @param window the longest window
    public List<QualityFinding> findings(Window window) {
        if (last.isEmpty()) {
            return List.of();
        }
        ErrorRateChange change = last.get();
        boolean isNew = foundAtMs >= window.startMs();
        OptionalDouble mean = mean(window);
        if (!isNew && (mean.isEmpty() || isBack(mean.getAsDouble(), change))) {
            return List.of();
        }
        double now = isNew ? change.after() : mean.getAsDouble();
        return List.of(new QualityFinding(
                QualityCheck.CONCEPT_DRIFT,
                "error",
                window,
                change.events(),
                now,
                OptionalDouble.of(change.before()),
                (1 + SMALLEST_RISE) * change.before(),
                OptionalDouble.empty(),
                labels,
                true,
                now >= 2 * change.before() ? Severity.HIGH : Severity.MEDIUM));
    }

    private static boolean isBack(double mean, ErrorRateChange change) {
        return mean <= (1 + BACK) * change.before();
    }

    /// What the watch says to the alert; a rise that is over is forgotten with it.
    public Reading reading(Window window) {
        if (labels == 0) {
            return new Reading.Unknown();
        }
        if (last.isEmpty()) {
            return new Reading.Calm();
        }
        List<QualityFinding> found = findings(window);
        if (!found.isEmpty()) {
            return new Reading.Breached(found.getFirst().severity());
        }
        if (mean(window).isEmpty()) {
            return new Reading.Unknown();
        }
        last = Optional.empty();
        return new Reading.Calm();
    }

    /// The state, a few hundred bytes.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(labels);
        out.writeCount(last.isPresent() ? 1 : 0);
        last.ifPresent(change -> {
            out.writeCount(change.events());
            out.writeDouble(change.before());
            out.writeDouble(change.after());
            out.writeDouble(change.evidence());
            out.writeLong(foundAtMs);
        });
        byte[] bytes = detector.toBytes();
        out.writeCount(bytes.length);
        for (byte each : bytes) {
            out.writeByte(each);
        }
        out.writeLong(firstMs);
        out.writeCount(labelsSince);
        out.writeCount(recent.size());
        recent.forEach((startMs, losses) -> {
            out.writeLong(startMs);
            out.writeCount(losses.labels);
            out.writeCount(losses.thousandths);
        });
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static ErrorWatch fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        boolean isFormer = bytes.length > 0 && bytes[0] == FORMER_KIND;
        in.expectKind(isFormer ? FORMER_KIND : KIND, "watch of errors");
        ErrorWatch watch = new ErrorWatch();
        watch.labels = in.readCount();
        if (in.readCount(1, "number of rises") == 1) {
            watch.last = Optional.of(new ErrorRateChange(
                    in.readCount(),
                    in.readFinite("error rate"),
                    in.readFinite("error rate"),
                    in.readFinite("evidence")));
            watch.foundAtMs = in.readLong();
        }
        byte[] detector = new byte[in.readLength(1, "bytes of a detector")];
        for (int i = 0; i < detector.length; i++) {
            detector[i] = in.readByte();
        }
        watch.detector = ErrorStreamDetector.fromBytes(detector);
        if (!isFormer) {
            watch.firstMs = in.readLong();
            watch.labelsSince = in.readCount();
            for (int left = in.readLength(Long.BYTES, "blocks of losses"); left > 0; left--) {
                watch.recent.put(in.readLong(), new Losses(in.readCount(), in.readCount()));
            }
        }
        in.expectEnd();
        return watch;
    }

    /// @param thousandths sum of the losses
    private record Losses(long labels, long thousandths) {
        static final Losses NONE = new Losses(0, 0);

        Losses plus(Losses other) {
            return new Losses(labels + other.labels, thousandths + other.thousandths);
        }
    }
}
