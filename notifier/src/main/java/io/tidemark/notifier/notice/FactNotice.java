package io.tidemark.notifier.notice;

import io.tidemark.event.Severity;
import java.time.Instant;
import java.util.Map;

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
    @Override
    public String thread() {
        return id;
    }

    /// Nothing has to be done about a fact.
    @Override
    public boolean resolves() {
        return false;
    }
}
