package io.tidemark.streamkit.alert;

import io.tidemark.event.Severity;
import java.time.Instant;

/// The time from OPEN to RESOLVED.
///
/// @param breachedSince time of the first of the judgements that opened it
/// @param openedAt time of the judgement that confirmed it; part of its id
/// @param severity highest so far
public record Episode(Instant breachedSince, Instant openedAt, Severity severity) {}
