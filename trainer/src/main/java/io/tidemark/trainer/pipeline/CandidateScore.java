package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.trainer.algorithm.Parameters;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one algorithm with one set of parameters came to in cross-validation.
///
/// @param algorithm the algorithm
/// @param parameters its parameters
/// @param folds scores of the folds that it saw, in order
/// @param end how far it came
/// @param overfit how many times as far from perfect it is on validation rows as on training rows, up to 1000; NaN
/// without a fold
/// @param overfitted whether that is more than the manifest thinks right
public record CandidateScore(
        Algorithm algorithm,
        Parameters parameters,
        List<FoldScore> folds,
        CandidateEnd end,
        double overfit,
        boolean overfitted) {
    private static final double MOST_OVERFIT = 1000;

    public CandidateScore {
        folds = List.copyOf(folds);
    }

    static CandidateScore of(Candidate candidate, List<FoldScore> folds, CandidateEnd end, Judge judge, double limit) {
        double validation = judge.shortfall(mean(folds, FoldScore::validation));
        double train = judge.shortfall(mean(folds, FoldScore::train));
        double ratio = folds.isEmpty()
                ? Double.NaN
                : validation == train ? 1 : Math.clamp(validation / Math.max(train, 1e-300), 0, MOST_OVERFIT);
        return new CandidateScore(candidate.algorithm(), candidate.parameters(), folds, end, ratio, ratio > limit);
    }

    /// Mean of the selection's metric over the folds' validation rows; NaN without a fold.
    public double mean() {
        return mean(folds, FoldScore::validation);
    }

    /// Standard deviation of the same over the folds; NaN without a fold.
    public double spread() {
        double mean = mean();
        return Math.sqrt(mean(folds, fold -> (fold.validation() - mean) * (fold.validation() - mean)));
    }

    /// Mean of the selection's metric over the folds' training rows; NaN without a fold.
    public double trainMean() {
        return mean(folds, FoldScore::train);
    }

    /// Mean of the sweep's metric over the folds' validation rows; NaN without a fold.
    public double objectiveMean() {
        return mean(folds, FoldScore::objective);
    }

    /// Time that the fits took.
    public double seconds() {
        return folds.stream().mapToDouble(FoldScore::seconds).sum();
    }

    /// Whether it saw all folds.
    public boolean isComplete() {
        return end instanceof CandidateEnd.Complete;
    }

    private static double mean(List<FoldScore> folds, ToDoubleFunction<FoldScore> value) {
        return folds.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
