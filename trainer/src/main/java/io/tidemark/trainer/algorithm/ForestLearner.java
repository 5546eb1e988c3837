package io.tidemark.trainer.algorithm;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Averages of trees by our own [TreeGrower]: random forest, extremely randomised trees, one tree.
///
/// Weighted rows count by their weight, and no library decides by threads or by luck: tree n has a seed of its own. Of
/// several classes each has trees of its own, which tell its rows from all others: their means, brought to the sum 1,
/// are the classes' probabilities.
final class ForestLearner implements Learner {
    private final Kind kind;
    private final LearningTask task;

    ForestLearner(Kind kind, LearningTask task) {
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
        int outputs = task.outputs();
        List<GrownTree> trees = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<GrownTree>> pending = new ArrayList<>();
            for (int i = 0; i < size(parameters) * outputs; i++) {
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
        return new Fitted(byOutput(trees, outputs), data.width());
    }

    /// Trees of each output; they take turns.
    private static List<List<GrownTree>> byOutput(List<GrownTree> trees, int outputs) {
        return IntStream.range(0, outputs)
                .mapToObj(output -> IntStream.range(0, trees.size() / outputs)
                        .mapToObj(number -> trees.get(number * outputs + output))
                        .toList())
                .toList();
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
            case RANDOM_FOREST -> task.task() == Task.REGRESSION ? 1.0 / 3 : sqrtShare;
            case EXTRA_TREES -> task.task() == Task.REGRESSION ? 1 : sqrtShare;
            case DECISION_TREE -> 1;
        };
        TreeOptions.Rule rule = kind == Kind.EXTRA_TREES ? TreeOptions.Rule.RANDOM : TreeOptions.Rule.BEST;
        TreeOptions options = TreeOptions.of(parameters, data.width(), share, rule);
        return new TreeMaker(new TreeGrower(columns, options), data, targets(data), kind == Kind.RANDOM_FOREST, seed);
    }

    /// By output the target, `[rows]`; of several classes 1 for a class's rows, else 0.
    private List<double[]> targets(TrainingMatrix data) {
        return switch (task.task()) {
            case REGRESSION, BINARY -> List.of(data.target());
            case MULTICLASS ->
                IntStream.range(0, task.classes())
                        .mapToObj(code -> Arrays.stream(data.target())
                                .map(label -> label == code ? 1 : 0)
                                .toArray())
                        .toList();
        };
    }

    /// Makes tree n of a forest, for output n modulo outputs; for any number of threads.
    private record TreeMaker(
            TreeGrower grower, TrainingMatrix data, List<double[]> targets, boolean bootstrap, long seed) {
        GrownTree tree(int number) {
            // SplittableRandom mixes its seed: neighbouring numbers give unrelated sequences.
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
            return grower.grow(
                    targets.get(number % targets.size()), bootstrap ? sample(random) : data.weights(), random);
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
        private final int outputs;
        private final double[] validationSums;
        private final double[] trainSums;
        private int size;

        ForestGrowth(TreeMaker maker, FoldData fold) {
            this.maker = maker;
            this.fold = fold;
            this.outputs = maker.targets().size();
            this.validationSums = new double[fold.validationTarget().length * outputs];
            this.trainSums = new double[fold.train().rows() * outputs];
        }

        @Override
        public int grow(int wanted) {
            for (; size < wanted; size++) {
                for (int output = 0; output < outputs; output++) {
                    Interruption.check();
                    GrownTree tree = maker.tree(size * outputs + output);
                    add(tree, output, fold.validationInputs(), validationSums);
                    add(tree, output, fold.train().inputs(), trainSums);
                }
            }
            return size;
        }

        private void add(GrownTree tree, int output, float[] inputs, double[] sums) {
            int width = fold.train().width();
            for (int row = 0; row < sums.length / outputs; row++) {
                sums[row * outputs + output] += tree.value(inputs, row, width);
            }
        }

        @Override
        public double[] validationScores() {
            return meanScores(validationSums, size, outputs);
        }

        @Override
        public double[] trainScores() {
            return meanScores(trainSums, size, outputs);
        }

        @Override
        public void close() {
            // All of it lies on the heap.
        }
    }

    /// Scores `[rows * outputs]` of sums over so many trees.
    private static double[] meanScores(double[] sums, int trees, int outputs) {
        double[] scores = new double[sums.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = sums[i] / trees;
        }
        if (outputs > 1) {
            double[] ofRow = new double[outputs];
            for (int i = 0; i < scores.length; i += outputs) {
                System.arraycopy(scores, i, ofRow, 0, outputs);
                Link.IDENTITY.toProbabilities(ofRow);
                System.arraycopy(ofRow, 0, scores, i, outputs);
            }
        }
        return scores;
    }

    private static final class Fitted implements FittedModel {
        private final List<List<GrownTree>> outputs;
        private final Kernel kernel;
        private final int width;

        /// @param outputs trees of each output
        Fitted(List<List<GrownTree>> outputs, int width) {
            this.outputs = outputs;
            this.width = width;
            List<ForestKernel> kernels =
                    outputs.stream().map(trees -> kernel(trees, width)).toList();
            this.kernel = kernels.size() == 1 ? kernels.getFirst() : new ClassKernels(kernels);
        }

        private static ForestKernel kernel(List<GrownTree> trees, int width) {
            return ForestCompiler.compile(
                    width, trees.stream().map(GrownTree::toDecisionTree).toList(), 0, 1.0 / trees.size());
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
            double[] sums = new double[rows * outputs.size()];
            for (int i = 0; i < sums.length; i++) {
                for (GrownTree tree : outputs.get(i % outputs.size())) {
                    sums[i] += tree.value(inputs, i / outputs.size(), width);
                }
            }
            return meanScores(sums, outputs.getFirst().size(), outputs.size());
        }

        @Override
        public void close() {
            // All of it lies on the heap.
        }
    }
}
