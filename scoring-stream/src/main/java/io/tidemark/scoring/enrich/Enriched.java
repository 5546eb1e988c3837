package io.tidemark.scoring.enrich;

import io.tidemark.event.PredictionRequest;

/// A request as a model is asked.
///
/// @param updatesEnd which updates of its entity were known: on the request's partition of `feature-updates` those
///     before this offset, and none from it on; [KnownHistory#UNKNOWN_END] when nobody knows or nothing was asked
public record Enriched(PredictionRequest request, long updatesEnd) {
    static Enriched unasked(PredictionRequest request) {
        return new Enriched(request, KnownHistory.UNKNOWN_END);
    }
}
