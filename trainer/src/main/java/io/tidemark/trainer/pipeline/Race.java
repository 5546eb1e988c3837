package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which candidates go on to the next fold.
///
/// A candidate is compared with the leader on the same blocks of the same validation rows. When the mean difference of
/// the losses is above 0 by more than [#BOUND] of its standard errors, more folds will hardly turn it (O. Maron and A.
/// Moore, "Hoeffding Races", NIPS 1993, with paired differences as in J. Langford's blocking).
final class Race {
    /// Standard errors; far out, since blocks of a fold share the model and there are many looks.
    private static final double BOUND = 4;

    private static final int LEAST_BLOCKS = 10;

    private final Judge judge;
    private final List<Runner> runners;
    private final int folds;
    private final boolean stops;

    /// @param stops false: all candidates see all folds
    Race(Judge judge, List<Runner> runners, int folds, boolean stops) {
        this.judge = judge;
        this.runners = List.copyOf(runners);
        this.folds = folds;
        this.stops = stops;
    }

    /// Those that are still in it.
    List<Runner> running() {
        return runners.stream().filter(Runner::isRunning).toList();
    }

    /// Stops those that have no hope any more.
    ///
    /// @param seen folds seen so far
    void judgeAfter(int seen) {
        if (seen == folds) {
            running().forEach(Runner::complete);
            return;
        }
        Optional<Runner> leader = running().stream().min(Comparator.comparingDouble(Runner::meanLoss));
        if (!stops || leader.isEmpty()) {
            return;
        }
        for (Runner runner : running()) {
            Optional<String> behind = runner == leader.get() ? Optional.empty() : behind(runner, leader.get());
            behind.ifPresent(reason -> runner.stop(seen, reason));
        }
    }

    private Optional<String> behind(Runner runner, Runner leader) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < runner.blockLosses.size(); i++) {
            double difference = runner.blockLosses.get(i) - leader.blockLosses.get(i);
            if (Double.isFinite(difference)) {
                sum += difference;
                squares += difference * difference;
                count++;
            }
        }
        if (count < LEAST_BLOCKS) {
            return Optional.empty();
        }
        double mean = sum / count;
        double error = Math.sqrt(Math.max(0, squares / count - mean * mean) / (count - 1));
        return mean > BOUND * error && mean > 0 && runner.meanLoss() > leader.meanLoss()
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s is worse by %.4g +- %.2g than that of %s on the same rows",
                        judge.metric(),
                        mean,
                        error,
                        leader.candidate))
                : Optional.empty();
    }

    /// A candidate in the race. Filled by one thread at a time.
    static final class Runner {
        private final Candidate candidate;
        private final Judge judge;
        private final List<FoldScore> scores = new ArrayList<>();
        private final List<Double> blockLosses = new ArrayList<>();
        private Optional<CandidateEnd> end = Optional.empty();

        Runner(Candidate candidate, Judge judge) {
            this.candidate = candidate;
            this.judge = judge;
        }

        Candidate candidate() {
            return candidate;
        }

        List<FoldScore> scores() {
            return scores;
        }

        CandidateEnd end() {
            return end.orElseThrow();
        }

        boolean isRunning() {
            return end.isEmpty();
        }

        double meanLoss() {
            return scores.stream()
                    .mapToDouble(score -> judge.loss(score.validation()))
                    .average()
                    .orElse(Double.POSITIVE_INFINITY);
        }

        /// What a fold will take: what the last one took, before the first one a guess.
        ///
        /// @param size trees of the model
        double expectedSeconds(int size) {
            return scores.isEmpty()
                    ? size * guessedCost(candidate.algorithm())
                    : scores.getLast().seconds();
        }

        /// Seconds a tree, with ten thousand rows or so.
        private static double guessedCost(Algorithm algorithm) {
            return switch (algorithm) {
                case RANDOM_FOREST, EXTRA_TREES -> 0.05;
                case LIGHTGBM, GRADIENT_BOOSTING -> 0.005;
                case DECISION_TREE, RIDGE, LASSO, LOGISTIC -> 0.1;
            };
        }

        void add(FoldScore score, double[] losses) {
            scores.add(score);
            for (double loss : losses) {
                blockLosses.add(loss);
            }
        }

        void fail(String reason) {
            end = Optional.of(new CandidateEnd.Failed(reason));
        }

        private void stop(int folds, String reason) {
            end = Optional.of(new CandidateEnd.Stopped(folds, reason));
        }

        private void complete() {
            end = Optional.of(new CandidateEnd.Complete());
        }
    }
}
