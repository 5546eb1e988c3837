package io.tidemark.streamkit.alert;

import io.tidemark.event.Severity;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an alert remembers from one judgement to the next. Times that did not come yet are null.
///
/// A streak is of judgements that agree: of breaches while nothing is open; of worse breaches, or of calm, while an
/// episode is.
final class AlertMemory {
    private static final byte KIND = 'A';
    private static final byte NONE = 0;

    @Nullable
    Instant bornAt;

    @Nullable
    Instant judgedAt;

    @Nullable
    Instant resolvedAt;

    @Nullable
    Episode episode;

    int streak;

    private @Nullable Instant streakSince;

    /// Lowest severity in the streak: what all its judgements agree on. Null in a streak of calm.
    private @Nullable Severity streakSeverity;

    Instant bornAt() {
        return Objects.requireNonNull(bornAt);
    }

    Instant streakSince() {
        return Objects.requireNonNull(streakSince);
    }

    Severity streakSeverity() {
        return Objects.requireNonNull(streakSeverity);
    }

    void forgetStreak() {
        streak = 0;
        streakSince = null;
        streakSeverity = null;
    }

    /// Nothing that is remembered lies ahead of the clock; an episode keeps the time that its id has.
    void setBack(Instant now) {
        judgedAt = null;
        bornAt = earlier(bornAt, now);
        resolvedAt = earlier(resolvedAt, now);
        forgetStreak();
    }

    private static @Nullable Instant earlier(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now) ? now : time;
    }

    /// @param severity of the breach; null for calm
    void continueStreak(Instant time, @Nullable Severity severity) {
        boolean sameKind = (severity == null) == (streakSeverity == null);
        if (streak == 0 || !sameKind) {
            streak = 0;
            streakSince = time;
            streakSeverity = severity;
        }
        streak++;
        if (severity != null && streakSeverity != null && severity.compareTo(streakSeverity) < 0) {
            streakSeverity = severity;
        }
    }

    byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        write(out, bornAt);
        write(out, judgedAt);
        write(out, resolvedAt);
        out.writeCount(streak);
        write(out, streakSince);
        out.writeByte(code(streakSeverity));
        out.writeByte(code(episode == null ? null : episode.severity()));
        if (episode != null) {
            write(out, episode.breachedSince());
            write(out, episode.openedAt());
        }
        return out.toBytes();
    }

    static AlertMemory fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "alert");
        AlertMemory memory = new AlertMemory();
        memory.bornAt = readTime(in);
        memory.judgedAt = readTime(in);
        memory.resolvedAt = readTime(in);
        memory.streak = in.readCount(Integer.MAX_VALUE, "length of a streak");
        memory.streakSince = readTime(in);
        memory.streakSeverity = severity(in.readByte());
        Severity open = severity(in.readByte());
        if (open != null) {
            memory.episode = new Episode(requiredTime(in), requiredTime(in), open);
        }
        in.expectEnd();
        return memory;
    }

    private static void write(StateWriter out, @Nullable Instant time) {
        out.writeByte((byte) (time == null ? 0 : 1));
        if (time != null) {
            out.writeLong(time.toEpochMilli());
        }
    }

    private static @Nullable Instant readTime(StateReader in) {
        return in.readByte() == 0 ? null : Instant.ofEpochMilli(in.readLong());
    }

    private static Instant requiredTime(StateReader in) {
        Instant time = readTime(in);
        if (time == null) {
            throw new CorruptStateException("Found no time of an open episode, expected one.");
        }
        return time;
    }

    private static byte code(@Nullable Severity severity) {
        if (severity == null) {
            return NONE;
        }
        return switch (severity) {
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
        };
    }

    private static @Nullable Severity severity(byte code) {
        return switch (code) {
            case NONE -> null;
            case 1 -> Severity.LOW;
            case 2 -> Severity.MEDIUM;
            case 3 -> Severity.HIGH;
            default ->
                throw new CorruptStateException("Found the severity code " + code + ", expected " + NONE + " to 3.");
        };
    }
}
