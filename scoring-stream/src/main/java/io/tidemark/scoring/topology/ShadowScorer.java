package io.tidemark.scoring.topology;

import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.answer.Reply;

/// How a shadow is asked. Tests let it be slow, or fail.
@FunctionalInterface
public interface ShadowScorer {
    /// It answers, without explanation: nobody asked the shadow for one.
    ShadowScorer DIRECT = (shadow, request, source) -> shadow.answer(request, source, ExplanationBudget.NONE);

    /// What the shadow makes of a request.
    Reply score(Answerer shadow, PredictionRequest request, RequestCoordinates source);
}
