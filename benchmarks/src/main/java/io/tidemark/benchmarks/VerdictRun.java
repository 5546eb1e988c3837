package io.tidemark.benchmarks;

import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.sequential.Comparison;
import io.tidemark.stats.sequential.Comparison.Finding;
import io.tidemark.stats.sequential.LossTotals;
import io.tidemark.stats.sequential.PairedComparison;
import io.tidemark.stats.sequential.SplitComparison;
import io.tidemark.stats.sequential.SplitComparison.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// One simulated trial: labels come in batches, and after each batch somebody looks.
///
/// Losses are absolute values of a normal, a tenth of the ceiling on average: the error of a regression.
final class VerdictRun {
    static final double MEAN = 0.1;
    /// The mean absolute value of a standard normal is the root of 2 / pi.
    private static final double SCALE = MEAN / Math.sqrt(2 / Math.PI);

    private static final double TWO_SIDED_95 = 1.96;

    private static final double[] SHARES = {0.01, 0.05, 0.25, 0.5};
    private static final long LABELS_OF_STAGE = 100;

    private final SplittableRandom random;
    private final double factor;
    private final int batch;
    private final int most;

    /// @param factor the challenger's mean loss over the champion's
    /// @param batch labels between two looks
    /// @param most labels after which the trial is inconclusive
    VerdictRun(long seed, double factor, int batch, int most) {
        this.random = new SplittableRandom(seed);
        this.factor = factor;
        this.batch = batch;
        this.most = most;
    }

    /// A ramp of 1, 5, 25 and 50 % of the keys.
    Result split(double alpha) {
        List<Stage> stages = new ArrayList<>();
        Sums challenger = new Sums();
        Sums champion = new Sums();
        int step = 0;
        boolean naive = false;
        Sums allChallenger = new Sums();
        Sums allChampion = new Sums();
        for (int labels = batch; labels <= most; labels += batch) {
            for (int i = 0; i < batch; i++) {
                boolean chosen = random.nextDouble() < SHARES[step];
                double loss = loss() * (chosen ? factor : 1);
                (chosen ? challenger : champion).add(loss);
                (chosen ? allChallenger : allChampion).add(loss);
            }
            naive = naive || isBetterByTest(allChallenger, allChampion);
            List<Stage> now = new ArrayList<>(stages);
            now.add(new Stage(SHARES[step], MEAN, challenger.totals(), champion.totals()));
            SplitComparison comparison = new SplitComparison(now);
            Finding finding = comparison.find(alpha, 0);
            boolean last = step == SHARES.length - 1;
            boolean enough = challenger.count >= LABELS_OF_STAGE;
            if (finding == Finding.WORSE || (finding == Finding.BETTER && last && enough)) {
                return new Result(finding, labels, naive, comparison.improvement(alpha));
            }
            if (enough && !last) {
                stages.add(now.getLast());
                challenger = new Sums();
                champion = new Sums();
                step++;
            }
        }
        return new Result(Finding.OPEN, most, naive, Comparison.LOOKED_AT);
    }

    /// A shadow: both score each request, and what is hard for one is hard for the other.
    Result paired(double alpha) {
        Sums challenger = new Sums();
        Sums champion = new Sums();
        double products = 0;
        boolean naive = false;
        for (int labels = batch; labels <= most; labels += batch) {
            for (int i = 0; i < batch; i++) {
                double difficulty = random.nextGaussian();
                double own = Math.min(1, Math.abs(difficulty + 0.2 * random.nextGaussian()) * SCALE);
                double other = Math.min(1, Math.abs(difficulty + 0.2 * random.nextGaussian()) * SCALE * factor);
                champion.add(own);
                challenger.add(other);
                products += own * other;
            }
            naive = naive || isBetterByPairedTest(challenger, champion, products);
            PairedComparison comparison = new PairedComparison(challenger.totals(), champion.totals(), products);
            Finding finding = comparison.find(alpha, 0);
            if (finding != Finding.OPEN) {
                return new Result(finding, labels, naive, comparison.improvement(alpha));
            }
        }
        return new Result(Finding.OPEN, most, naive, Comparison.LOOKED_AT);
    }

    /// What is usual: a t-test at 5 % after each batch, stopped at the first success.
    private static boolean isBetterByTest(Sums challenger, Sums champion) {
        if (challenger.count < 2 || champion.count < 2) {
            return false;
        }
        double error = Math.sqrt(challenger.variance() / challenger.count + champion.variance() / champion.count);
        return (champion.mean() - challenger.mean()) / error > TWO_SIDED_95;
    }

    private static boolean isBetterByPairedTest(Sums challenger, Sums champion, double products) {
        double count = challenger.count;
        double squares = challenger.squares + champion.squares - 2 * products;
        double mean = (champion.sum - challenger.sum) / count;
        return mean / Math.sqrt((squares / count - mean * mean) / count) > TWO_SIDED_95;
    }

    private double loss() {
        return Math.min(1, Math.abs(random.nextGaussian()) * SCALE);
    }

    /// How a trial ended.
    ///
    /// @param labels labels of both versions at its end
    /// @param naive whether t-tests after each batch would have promoted up to there
    /// @param improvement what was known of the improvement at its end
    record Result(Finding finding, int labels, boolean naive, Interval improvement) {}

    private static final class Sums {
        private long count;
        private double sum;
        private double squares;

        private void add(double loss) {
            count++;
            sum += loss;
            squares += loss * loss;
        }

        private double mean() {
            return sum / count;
        }

        private double variance() {
            return (squares - sum * sum / count) / (count - 1);
        }

        private LossTotals totals() {
            return new LossTotals(count, sum, squares);
        }
    }
}
