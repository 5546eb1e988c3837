package io.tidemark.drift.judgement;

import io.tidemark.event.Severity;
import io.tidemark.stats.alarm.ErrorRateChange;
import io.tidemark.stats.alarm.ErrorStreamDetector;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.Reading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Watches the losses of a version's outcomes as they come, for a rise: concept drift. Found at once, not when a window
/// is full; a rise is taken as going on for the length of the longest window, unless it is found again.
///
/// Labels come when they come: what is found follows from the order of the deltas on the log, which a replay repeats.
public final class ErrorWatch {
    /// A false alarm in so many labels, on average, while the error rate is steady.
    private static final long LABELS_PER_FALSE_ALARM = 1_000_000;

    /// Smallest rise of the mean loss that matters, as a part of what it was.
    private static final double SMALLEST_RISE = 0.25;

    private static final double THOUSANDTHS = 1000;
    private static final byte KIND = 'W';

    private ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(LABELS_PER_FALSE_ALARM);
    private Optional<ErrorRateChange> last = Optional.empty();
    private long foundAtMs;
    private long labels;

    /// Takes the losses of outcomes that came together.
    ///
    /// @param count how many
    /// @param lossesThousandths their sum
    /// @param timeMs moment that a rise is dated to, event time
    public void add(long count, long lossesThousandths, long timeMs) {
        labels += count;
        double mean = Math.clamp(lossesThousandths / THOUSANDTHS / Math.max(1, count), 0, 1);
        for (long i = 0; i < count; i++) {
            Optional<ErrorRateChange> found = detector.add(mean);
            if (found.isPresent() && isLarge(found.get())) {
                last = found;
                foundAtMs = timeMs;
            }
        }
    }

    private static boolean isLarge(ErrorRateChange change) {
        return change.after() >= (1 + SMALLEST_RISE) * change.before();
    }

    /// The rise that goes on.
    ///
    /// @param window the longest window
    public List<QualityFinding> findings(Window window) {
        if (last.isEmpty() || foundAtMs < window.startMs()) {
            return List.of();
        }
        ErrorRateChange change = last.get();
        return List.of(new QualityFinding(
                QualityCheck.CONCEPT_DRIFT,
                "error",
                window,
                change.events(),
                change.after(),
                OptionalDouble.of(change.before()),
                (1 + SMALLEST_RISE) * change.before(),
                OptionalDouble.empty(),
                labels,
                true,
                change.after() >= 2 * change.before() ? Severity.HIGH : Severity.MEDIUM));
    }

    /// What the watch says to the alert.
    public Reading reading(Window window) {
        if (labels == 0) {
            return new Reading.Unknown();
        }
        List<QualityFinding> found = findings(window);
        return found.isEmpty()
                ? new Reading.Calm()
                : new Reading.Breached(found.getFirst().severity());
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
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static ErrorWatch fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "watch of errors");
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
        in.expectEnd();
        watch.detector = ErrorStreamDetector.fromBytes(detector);
        return watch;
    }
}
