package io.tidemark.model.bundle;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.HashSet;

/// Whether the parts of a bundle mean the same classes.
final class BundleClasses {
    private BundleClasses() {}

    /// @throws BundleException when task, classes, margins, link, golden rows and profile do not go together
    static void requireFit(ModelBundle bundle) {
        BundleDescriptor descriptor = bundle.descriptor();
        int classes = descriptor.classes().size();
        int outputs = bundle.kernel().outputs();
        switch (descriptor.task()) {
            case REGRESSION -> require(classes == 0, classes + " classes", "none: the task is regression");
            case BINARY -> require(classes == 2, classes + " classes", "2: the task is binary");
            case MULTICLASS ->
                require(
                        classes >= ClassKernels.FEWEST,
                        classes + " classes",
                        ClassKernels.FEWEST + " or more: the task is multiclass");
        }
        require(
                new HashSet<>(descriptor.classes()).size() == classes,
                "the classes " + descriptor.classes(),
                "each name once");
        int expected = isMulticlass(descriptor) ? classes : 1;
        require(outputs == expected, "a kernel of " + outputs + " margins", Integer.toString(expected));
        require(
                descriptor.link().takes(outputs),
                "the link " + descriptor.link() + " of " + outputs + " margins",
                "one that takes as many");
        for (GoldenRow row : bundle.goldenRows()) {
            int wanted = isMulticlass(descriptor) ? classes : 0;
            require(
                    row.probabilities().size() == wanted,
                    "a golden row of " + row.probabilities().size() + " probabilities",
                    Integer.toString(wanted));
        }
        FeatureProfile answers = bundle.profile().predictions();
        boolean fits = isMulticlass(descriptor)
                ? answers instanceof CategoryProfile shares && shares.bins().values() == classes
                : answers instanceof NumericProfile;
        require(fits, "a profile of answers over " + answers.bins(), "one that fits the task");
    }

    private static boolean isMulticlass(BundleDescriptor descriptor) {
        return switch (descriptor.task()) {
            case REGRESSION, BINARY -> false;
            case MULTICLASS -> true;
        };
    }

    private static void require(boolean holds, String found, String expected) {
        if (!holds) {
            throw new BundleException(
                    Check.FORMAT, "The bundle is damaged: found " + found + ", expected " + expected + ".");
        }
    }
}
