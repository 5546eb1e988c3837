package io.tidemark.notifier.notice;

import io.tidemark.event.Severity;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A fact of the timeline that people want to hear of: a version was promoted, rolled back, put on trial or refused.
///
/// @param id the fact's event id
/// @param kind promotion, rollback, rollout, verdict or not-approved
/// @param text who, why, in words
/// @param details numbers and names behind it, most important first
public record FactNotice(
        String id,
        String model,
        String kind,
        Severity severity,
        Instant time,
        String title,
        String text,
        Map<String, String> details)
        implements Notice {
    /// What is on trial has changed: where a trial is judged, an alert opens for each of its stages.
    static final String TRIAL = "rollout";

    /// What becomes of a trial is told in the same thread.
    @Override
    public String thread() {
        return isTrial() ? TimelineFacts.trialAlertId(model, id) : id;
    }

    @Override
    public Optional<String> twin() {
        return isTrial() ? Optional.of(AlertNotice.openedTrial(thread())) : Optional.empty();
    }

    private boolean isTrial() {
        return kind.equals(TRIAL);
    }

    /// Nothing has to be done about a fact.
    @Override
    public boolean resolves() {
        return false;
    }
}
