package io.tidemark.drift.judgement;

import io.tidemark.event.Severity;
import java.util.OptionalDouble;

/// One check of one subject over one window.
///
/// @param subject name of the feature, of two features, or of what else was looked at
/// @param rows rows behind the value
/// @param value what was found
/// @param reference the same in the reference; empty: there is none
/// @param limit from where on it matters
/// @param pValue probability by chance, 0 to 1; empty: chance has no part in it
/// @param referenceRows rows behind the reference's value
/// @param breached true when it matters and is no accident
/// @param severity how far it is beyond the limit; of a finding that is not breached LOW
public record QualityFinding(
        QualityCheck check,
        String subject,
        Window window,
        long rows,
        double value,
        OptionalDouble reference,
        double limit,
        OptionalDouble pValue,
        long referenceRows,
        boolean breached,
        Severity severity) {}
