package io.tidemark.streamkit.alert;

import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import java.time.Instant;
import java.util.Optional;

/// One subject's alert, from judgement to judgement: one OPEN per episode, ESCALATED when it becomes worse, RESOLVED
/// when it is over.
///
/// Steps and ids follow from the judgements and the rules alone; a judgement that is not later than the last one
/// changes nothing. So whoever reads the same log again writes the same alerts. Belongs to one thread.
public final class AlertLife {
    private final String subject;
    private final AlertRules rules;
    private final AlertMemory memory;

    /// A life that begins.
    ///
    /// @param subject whose alert it is, for example `drift/housing/3`; the ids begin with it
    public AlertLife(String subject, AlertRules rules) {
        this(subject, rules, new AlertMemory());
    }

    private AlertLife(String subject, AlertRules rules, AlertMemory memory) {
        this.subject = subject;
        this.rules = rules;
        this.memory = memory;
    }

    /// Goes on from what [#toBytes] wrote; the rules may have changed since.
    ///
    /// @throws CorruptStateException when the bytes cannot have been written by it
    public static AlertLife fromBytes(String subject, AlertRules rules, byte[] bytes) {
        return new AlertLife(subject, rules, AlertMemory.fromBytes(bytes));
    }

    /// Goes on from an episode that is open, of which nothing else is remembered.
    ///
    /// @param episode as it was written; what it is about and when it opened make the alert's id
    public static AlertLife open(String subject, AlertRules rules, Episode episode) {
        AlertMemory memory = new AlertMemory();
        memory.episode = episode;
        return new AlertLife(subject, rules, memory);
    }

    /// The same life, going on under other rules: what either takes, both remember.
    public AlertLife under(AlertRules others) {
        return new AlertLife(subject, others, memory);
    }

    /// Everything that has to be remembered, about 60 bytes.
    public byte[] toBytes() {
        return memory.toBytes();
    }

    /// The episode that is open.
    public Optional<Episode> episode() {
        return Optional.ofNullable(memory.episode);
    }

    /// Id of the episode that is open.
    public Optional<String> alertId() {
        return episode().map(this::id);
    }

    /// Takes a judgement.
    ///
    /// @param time when it holds, to the millisecond; later than that of the one before
    /// @return the step that it leads to
    public Optional<AlertStep> take(Instant time, Reading reading) {
        if (memory.judgedAt != null && !time.isAfter(memory.judgedAt)) {
            return Optional.empty();
        }
        memory.judgedAt = time;
        if (memory.bornAt == null) {
            memory.bornAt = time;
        }
        return switch (reading) {
            case Reading.Unknown ignored -> Optional.empty();
            case Reading.Calm ignored -> calm(time);
            case Reading.Breached breached -> breached(time, breached.severity());
        };
    }

    /// The clock of the judgements was set back: from now on they count, though they are earlier than the last one.
    ///
    /// @param now the clock as it is
    public void setBack(Instant now) {
        memory.setBack(now);
    }

    /// Ends the episode that is open, for example because its version no longer answers.
    public Optional<AlertStep> end(Instant time) {
        Episode episode = memory.episode;
        if (episode == null) {
            return Optional.empty();
        }
        memory.episode = null;
        memory.resolvedAt = time;
        memory.forgetStreak();
        return Optional.of(step(episode, AlertStatus.RESOLVED));
    }

    private Optional<AlertStep> calm(Instant time) {
        if (memory.episode == null) {
            memory.forgetStreak();
            return Optional.empty();
        }
        memory.continueStreak(time, null);
        return memory.streak < rules.confirmations() ? Optional.empty() : end(time);
    }

    private Optional<AlertStep> breached(Instant time, Severity severity) {
        Episode episode = memory.episode;
        if (episode != null) {
            return worse(episode, time, severity);
        }
        if (time.isBefore(memory.bornAt().plus(rules.warmUp()))) {
            memory.forgetStreak();
            return Optional.empty();
        }
        memory.continueStreak(time, severity);
        boolean cooledDown = memory.resolvedAt == null || !time.isBefore(memory.resolvedAt.plus(rules.cooldown()));
        if (memory.streak < rules.confirmations() || !cooledDown) {
            return Optional.empty();
        }
        Episode opened = new Episode(memory.streakSince(), time, memory.streakSeverity());
        memory.episode = opened;
        memory.forgetStreak();
        return Optional.of(step(opened, AlertStatus.OPEN));
    }

    private Optional<AlertStep> worse(Episode episode, Instant time, Severity severity) {
        if (severity.compareTo(episode.severity()) <= 0) {
            memory.forgetStreak();
            return Optional.empty();
        }
        memory.continueStreak(time, severity);
        if (memory.streak < rules.confirmations()) {
            return Optional.empty();
        }
        Episode escalated = new Episode(episode.breachedSince(), episode.openedAt(), memory.streakSeverity());
        memory.episode = escalated;
        memory.forgetStreak();
        return Optional.of(step(escalated, AlertStatus.ESCALATED));
    }

    private AlertStep step(Episode episode, AlertStatus status) {
        return new AlertStep(id(episode), status, episode.severity(), episode.openedAt());
    }

    private String id(Episode episode) {
        return subject + "/" + episode.openedAt().toEpochMilli();
    }
}
