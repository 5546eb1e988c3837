package io.tidemark.trainer.foreign;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.kernel.SingleKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A model as another tool left it.
///
/// @param format name of the format, for people
/// @param task what it predicts
/// @param inputs names of its inputs in their order; empty: it does not name them
/// @param width number of its inputs
/// @param core what it computes from them
/// @param link from the margin to the score
/// @param rounding how far its own library's score may be from an exact one, relative to max(1, |score|): some sum
///     32-bit floats
record ForeignModel(String format, Task task, List<String> inputs, int width, Core core, Link link, double rounding) {
    ForeignModel {
        inputs = List.copyOf(inputs);
        if (width < 1 || (!inputs.isEmpty() && inputs.size() != width)) {
            throw new IllegalArgumentException(
                    "Found " + inputs.size() + " names of inputs, expected as many as inputs: " + width + ".");
        }
    }

    /// What is computed from the inputs.
    sealed interface Core {}

    /// Margin = base + scale * sum of the trees.
    record Trees(List<DecisionTree> trees, double base, double scale) implements Core {
        Trees {
            trees = List.copyOf(trees);
            if (trees.isEmpty()) {
                throw new IllegalArgumentException("Found a model without trees, expected at least one.");
            }
        }
    }

    /// Margin = intercept + sum of weight * input.
    record Linear(double intercept, List<Double> weights) implements Core {
        Linear {
            weights = List.copyOf(weights);
        }
    }

    /// Margins of several classes, each by its own core of the other kinds.
    record Classes(List<Core> cores) implements Core {
        Classes {
            cores = List.copyOf(cores);
            if (cores.size() < ClassKernels.FEWEST) {
                throw new IllegalArgumentException(
                        "Found a model of " + cores.size() + " classes, expected " + ClassKernels.FEWEST + " or more.");
            }
        }
    }

    /// The same model with the names that somebody has written down beside it. One that names its inputs itself keeps
    /// its order, which needs no second opinion; the names have to be the same.
    ///
    /// @param written names in their order; empty: none are written down
    /// @throws IllegalArgumentException when they are not those of the model
    ForeignModel named(List<String> written) {
        if (written.isEmpty()) {
            return this;
        }
        if (inputs.isEmpty() ? written.size() != width : !Set.copyOf(written).equals(Set.copyOf(inputs))) {
            throw new IllegalArgumentException("Found the inputs " + String.join(", ", written)
                    + " in its signature, expected those of the model: "
                    + (inputs.isEmpty() ? width + " without names" : String.join(", ", inputs)) + ".");
        }
        return inputs.isEmpty() ? new ForeignModel(format, task, written, width, core, link, rounding) : this;
    }

    /// Number of classes; 0 for a model of one score.
    int classes() {
        return core instanceof Classes several ? several.cores().size() : 0;
    }

    /// The kernel over inputs in another order.
    ///
    /// @param total how many inputs there are
    /// @param places `[width]` where each input of the model stands among them
    Kernel compile(int total, int[] places) {
        return core instanceof Classes several
                ? new ClassKernels(several.cores().stream()
                        .map(ofClass -> compile(ofClass, total, places))
                        .toList())
                : compile(core, total, places);
    }

    private SingleKernel compile(Core single, int total, int[] places) {
        return switch (single) {
            case Classes several ->
                throw new IllegalArgumentException(
                        "Found " + several.cores().size() + " classes inside of a class, expected trees or weights.");
            case Trees forest ->
                ForestCompiler.compile(
                        total,
                        forest.trees().stream().map(tree -> moved(tree, places)).toList(),
                        forest.base(),
                        forest.scale());
            case Linear linear -> {
                double[] weights = new double[total];
                for (int i = 0; i < width; i++) {
                    weights[places[i]] = linear.weights().get(i);
                }
                yield new LinearKernel(linear.intercept(), weights, new double[total]);
            }
        };
    }

    private static DecisionTree moved(DecisionTree tree, int[] places) {
        DecisionTree.Builder builder = new DecisionTree.Builder();
        List<DecisionTree.Node> nodes = new ArrayList<>(tree.nodes());
        for (DecisionTree.Node node : nodes) {
            builder.add(
                    switch (node) {
                        case Leaf leaf -> leaf;
                        case Split split -> {
                            if (split.input() < 0 || split.input() >= places.length) {
                                throw new IllegalArgumentException("Found a split on input " + split.input()
                                        + ", expected 0 to " + (places.length - 1) + ".");
                            }
                            yield new Split(
                                    places[split.input()],
                                    split.threshold(),
                                    split.missing(),
                                    split.left(),
                                    split.right());
                        }
                    });
        }
        return builder.build();
    }
}
