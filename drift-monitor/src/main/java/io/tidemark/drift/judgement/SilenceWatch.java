package io.tidemark.drift.judgement;

import io.tidemark.event.Severity;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.Reading;
import java.time.Duration;
import java.time.Instant;

/// Watches whether requests of a model come at all, on the clock of their arrival.
///
/// How long a pause is usual follows from the pauses that were: silence lasts when it is three times as long as the
/// longest of the last weeks, and no shorter than the manifest says. What was longest loses half of its length in two
/// weeks; a pause that was alerted counts too, so that one that comes every week is told once. Belongs to one thread.
public final class SilenceWatch {
    private static final byte KIND = 'S';
    private static final double TIMES_THE_LONGEST = 3;
    private static final Duration HALF_LIFE = Duration.ofDays(14);

    /// Traffic is regular once it came so often, and for so many times the shortest silence.
    private static final int LEAST_ARRIVALS = 30;

    private static final int LEAST_SPAN = 10;

    private long firstMs;
    private long lastMs;
    private long arrivals;
    private long longestMs;
    private long longestAtMs;

    /// Requests came, answered or not.
    ///
    /// @param atMs when, milliseconds since 1970-01-01 UTC
    public void arrived(long atMs) {
        if (arrivals == 0) {
            firstMs = atMs;
        } else if (atMs - lastMs > faded(atMs)) {
            longestMs = atMs - lastMs;
            longestAtMs = atMs;
        }
        lastMs = Math.max(lastMs, atMs);
        arrivals++;
    }

    /// The longest pause, as far as it is remembered.
    private double faded(long nowMs) {
        return longestMs * Math.pow(0.5, (double) Math.max(0, nowMs - longestAtMs) / HALF_LIFE.toMillis());
    }

    /// From how long on a silence matters.
    ///
    /// @param shortest what the manifest says
    public Duration limit(Duration shortest, Instant now) {
        Duration usual = Duration.ofMillis((long) (TIMES_THE_LONGEST * faded(now.toEpochMilli())));
        return usual.compareTo(shortest) > 0 ? usual : shortest;
    }

    /// When requests came last.
    public Instant last() {
        return Instant.ofEpochMilli(lastMs);
    }

    /// What the silence says to the alert.
    ///
    /// @param shortest shortest silence that matters
    /// @param watchedSince since when somebody listens: what came before it may not have been read yet
    public Reading reading(Duration shortest, Instant watchedSince, Instant now) {
        Duration limit = limit(shortest, now);
        if (arrivals < LEAST_ARRIVALS || lastMs - firstMs < LEAST_SPAN * shortest.toMillis()) {
            return new Reading.Unknown();
        }
        if (Duration.between(last(), now).compareTo(limit) < 0) {
            return new Reading.Calm();
        }
        Instant since = watchedSince.isAfter(last()) ? watchedSince : last();
        return Duration.between(since, now).compareTo(limit) < 0
                ? new Reading.Unknown()
                : new Reading.Breached(Severity.HIGH);
    }

    /// The state, some 40 bytes.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeLong(firstMs);
        out.writeLong(lastMs);
        out.writeCount(arrivals);
        out.writeLong(longestMs);
        out.writeLong(longestAtMs);
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static SilenceWatch fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "watch of silence");
        SilenceWatch watch = new SilenceWatch();
        watch.firstMs = in.readLong();
        watch.lastMs = in.readLong();
        watch.arrivals = in.readCount();
        watch.longestMs = in.readLong();
        watch.longestAtMs = in.readLong();
        in.expectEnd();
        return watch;
    }
}
