package io.tidemark.feedback.terms;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.stats.expect.ExpectedRegression;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.NumericSummary;
import java.util.Optional;

/// What a version's training says of the errors of its predictions (regression).
///
/// @param intervals how far true values are from predicted ones, by the size of the prediction
/// @param meanSize mean of the predictions on test rows, above 0
public record ErrorModel(PredictionIntervals intervals, double meanSize) {
    /// That of a bundle; empty when it has no intervals, or they say nothing.
    static Optional<ErrorModel> of(ModelBundle bundle) {
        double meanSize = bundle.profile().predictions() instanceof NumericProfile numeric
                ? numeric.summary().map(NumericSummary::mean).orElse(Double.NaN)
                : Double.NaN;
        return bundle.descriptor()
                .intervals()
                .map(intervals -> new ErrorModel(intervals, meanSize))
                .filter(model -> model.meanSize > 0 && model.reference().meanHalfWidth() > 0);
    }

    /// What predictions were like at training time: each class of size holds about as many.
    public ExpectedRegression.Reference reference() {
        return new ExpectedRegression.Reference(
                intervals.halfWidths().stream().mapToDouble(w -> w).average().orElse(0),
                intervals.halfWidths().stream()
                        .mapToDouble(w -> w * w)
                        .average()
                        .orElse(0),
                meanSize);
    }
}
