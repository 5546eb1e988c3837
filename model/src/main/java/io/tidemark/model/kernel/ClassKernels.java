package io.tidemark.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One kernel for each of several classes, over the same inputs: boosting grows its trees by class, and a linear model
/// has weights by class.
///
/// Each class is summed up by itself in its kernel's fixed order, so that equal rows have equal bits in all their
/// margins.
public final class ClassKernels implements Kernel {
    /// With two classes one margin says all.
    public static final int FEWEST = 3;

    private final List<SingleKernel> kernels;
    private final int scratchLength;

    /// @param kernels by class, [#FEWEST] or more
    /// @throws IllegalArgumentException when they are fewer, or differ in their inputs
    public ClassKernels(List<? extends SingleKernel> kernels) {
        if (kernels.size() < FEWEST) {
            throw new IllegalArgumentException(
                    "Found kernels of " + kernels.size() + " classes, expected " + FEWEST + " or more.");
        }
        this.kernels = List.copyOf(kernels);
        int longest = 0;
        for (SingleKernel kernel : this.kernels) {
            if (kernel.inputs() != inputs()) {
                throw new IllegalArgumentException("Found kernels over " + inputs() + " and " + kernel.inputs()
                        + " inputs, expected the same for all classes.");
            }
            longest = Math.max(longest, kernel.scratchLength());
        }
        scratchLength = longest;
    }

    /// The kernels, by class.
    public List<SingleKernel> kernels() {
        return kernels;
    }

    @Override
    public int inputs() {
        return kernels.getFirst().inputs();
    }

    @Override
    public int outputs() {
        return kernels.size();
    }

    @Override
    public int scratchLength() {
        return scratchLength;
    }

    @Override
    public void margins(float[] row, int[] scratch, double[] margins) {
        for (int i = 0; i < margins.length; i++) {
            margins[i] = kernels.get(i).margin(row, scratch);
        }
    }

    /// What tells the inputs' contributions to the margin of each class; empty unless all classes have it.
    public List<Explainer> explainers() {
        List<Explainer> explainers = new ArrayList<>();
        for (SingleKernel kernel : kernels) {
            Optional<Explainer> explainer = kernel.explainer();
            if (explainer.isEmpty()) {
                return List.of();
            }
            explainers.add(explainer.get());
        }
        return List.copyOf(explainers);
    }
}
