package io.tidemark.scoring.answer;

import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.feature.Violation;
import io.tidemark.scoring.serving.Routing;
import io.tidemark.scoring.serving.ServingModel;
import io.tidemark.streamkit.deadletter.Reason;

/// One version in one role, for one thread.
public final class Answerer {
    /// Variant of the version that answers whatever no challenger answers.
    public static final String CHAMPION = Routing.CHAMPION;

    /// Variant of a version on trial.
    public static final String CHALLENGER = Routing.CHALLENGER;

    private final ServingModel model;
    private final String variant;
    private final String activationId;
    private final ModelScorer scorer;
    private final Explanations explanations;

    /// @param variant role of the version in routing
    /// @param activationId event_id of the activation that it answers under
    public Answerer(ServingModel model, String variant, String activationId) {
        this.model = model;
        this.variant = variant;
        this.activationId = activationId;
        this.scorer = model.bundle().newScorer();
        this.explanations = new Explanations(model);
    }

    /// The version.
    public ServingModel model() {
        return model;
    }

    /// Its role.
    public String variant() {
        return variant;
    }

    /// Answers a request that [RequestChecks] found no fault with.
    ///
    /// @param budget time for an explanation, where one is wanted; whether there was some changes nothing else
    public Reply answer(PredictionRequest request, RequestCoordinates source, ExplanationBudget budget) {
        Violation violation = scorer.encode(request.getFeatures());
        if (violation != null) {
            return new Reply.Refused(Reason.valueOf(violation.reason().name()), violation.message());
        }
        double score = scorer.score();
        if (!Double.isFinite(score)) {
            return new Reply.Refused(Reason.PROCESSING_FAILED, notFinite(score));
        }
        Explanations.Explained explained = explanations.explain(request, scorer.raw(), budget);
        return new Reply.Answered(
                PredictionBuilder.answer(request, source, this, score, explained.explanation()),
                explained.explaining());
    }

    /// The raw row of the request that was answered last; overwritten by the next.
    public double[] raw() {
        return scorer.raw();
    }

    /// Probabilities of the classes for the request that was answered last, of a model of several classes.
    double[] probabilities() {
        return scorer.probabilities();
    }

    /// Code of the most probable of them.
    int predictedClass() {
        return scorer.predictedClass();
    }

    /// How many values of a request belong to no feature of the model; they are passed over.
    public int unknown(PredictionRequest request) {
        return scorer.unknown(request.getFeatures());
    }

    String activationId() {
        return activationId;
    }

    private String notFinite(double score) {
        return "Version " + model.version() + " of " + model.name() + " gave the score " + score
                + ", expected a finite number: the values are too large for it.";
    }
}
