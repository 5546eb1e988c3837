package io.tidemark.trainer.algorithm;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Averages of trees by our own [TreeGrower]: random forest, extremely randomised trees, one tree.
///
/// Weighted rows count by their weight, and no library decides by threads or by luck: tree n has a seed of its own.
final class ForestLearner implements Learner {
    private final Kind kind;
    private final Task task;

    ForestLearner(Kind kind, Task task) {
        this.kind = kind;
        this.task = task;
    }

    enum Kind {
        /// Bootstrap samples, best splits among some of the inputs (Breiman 2001).
        RANDOM_FOREST,
        /// All rows, the best of random splits (Geurts, Ernst and Wehenkel 2006).
        EXTRA_TREES,
        /// All rows, best splits (Breiman et al. 1984).
        DECISION_TREE
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TreeMaker maker = maker(data, RankedColumns.of(data), parameters, seed);
        List<GrownTree> trees = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<GrownTree>> pending = new ArrayList<>();
            for (int i = 0; i < size(parameters); i++) {
                int number = i;
                pending.add(workers.submit(() -> maker.tree(number)));
            }
            try {
                for (Future<GrownTree> tree : pending) {
                    trees.add(tree.get());
                }
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new CancellationException("The growing of trees was interrupted.");
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw new IllegalStateException("A tree could not be grown.", e.getCause());
            }
        }
        return new Fitted(trees, data.width());
    }

    @Override
    public Growth grow(FoldData fold, Parameters parameters, long seed) {
        return new ForestGrowth(maker(fold.train(), fold.ranked(), parameters, seed), fold);
    }

    @Override
    public int size(Parameters parameters) {
        return kind == Kind.DECISION_TREE ? 1 : parameters.count("n_estimators", 100);
    }

    private TreeMaker maker(TrainingMatrix data, RankedColumns columns, Parameters parameters, long seed) {
        double sqrtShare = Math.sqrt(data.width()) / data.width();
        double share = switch (kind) {
            case RANDOM_FOREST -> task == Task.REGRESSION ? 1.0 / 3 : sqrtShare;
            case EXTRA_TREES -> task == Task.REGRESSION ? 1 : sqrtShare;
            case DECISION_TREE -> 1;
        };
        TreeOptions.Rule rule = kind == Kind.EXTRA_TREES ? TreeOptions.Rule.RANDOM : TreeOptions.Rule.BEST;
        TreeOptions options = TreeOptions.of(parameters, data.width(), share, rule);
        return new TreeMaker(new TreeGrower(columns, options), data, kind == Kind.RANDOM_FOREST, seed);
    }

    /// Makes tree n of a forest; for any number of threads.
    private record TreeMaker(TreeGrower grower, TrainingMatrix data, boolean bootstrap, long seed) {
        GrownTree tree(int number) {
            // SplittableRandom mixes its seed: neighbouring numbers give unrelated sequences.
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
            return grower.grow(data.target(), bootstrap ? sample(random) : data.weights(), random);
        }

        /// Weights of a bootstrap sample: of each row's weight as often as the row was drawn.
        private double[] sample(SplittableRandom random) {
            double[] sample = new double[data.rows()];
            for (int i = 0; i < sample.length; i++) {
                int row = random.nextInt(sample.length);
                sample[row] += data.weights()[row];
            }
            return sample;
        }
    }

    private static final class ForestGrowth implements Growth {
        private final TreeMaker maker;
        private final FoldData fold;
        private final double[] validationSums;
        private final double[] trainSums;
        private int size;

        ForestGrowth(TreeMaker maker, FoldData fold) {
            this.maker = maker;
            this.fold = fold;
            this.validationSums = new double[fold.validationTarget().length];
            this.trainSums = new double[fold.train().rows()];
        }

        @Override
        public int grow(int wanted) {
            for (; size < wanted; size++) {
                Interruption.check();
                GrownTree tree = maker.tree(size);
                add(tree, fold.validationInputs(), validationSums);
                add(tree, fold.train().inputs(), trainSums);
            }
            return size;
        }

        private void add(GrownTree tree, float[] inputs, double[] sums) {
            int width = fold.train().width();
            for (int row = 0; row < sums.length; row++) {
                sums[row] += tree.value(inputs, row, width);
            }
        }

        @Override
        public double[] validationScores() {
            return means(validationSums);
        }

        @Override
        public double[] trainScores() {
            return means(trainSums);
        }

        private double[] means(double[] sums) {
            double[] means = new double[sums.length];
            for (int i = 0; i < means.length; i++) {
                means[i] = sums[i] / size;
            }
            return means;
        }

        @Override
        public void close() {
            // All of it lies on the heap.
        }
    }

    private static final class Fitted implements FittedModel {
        private final List<GrownTree> trees;
        private final Kernel kernel;
        private final int width;

        Fitted(List<GrownTree> trees, int width) {
            this.trees = List.copyOf(trees);
            this.kernel = ForestCompiler.compile(
                    width, trees.stream().map(GrownTree::toDecisionTree).toList(), 0, 1.0 / trees.size());
            this.width = width;
        }

        @Override
        public Kernel kernel() {
            return kernel;
        }

        @Override
        public Link link() {
            return Link.IDENTITY;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            double[] scores = new double[rows];
            for (int row = 0; row < rows; row++) {
                for (GrownTree tree : trees) {
                    scores[row] += tree.value(inputs, row, width);
                }
                scores[row] /= trees.size();
            }
            return scores;
        }

        @Override
        public void close() {
            // All of it lies on the heap.
        }
    }
}
