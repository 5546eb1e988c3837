/// From a model's inputs to its score: tree ensembles and linear models, compiled to flat arrays.
///
/// Start at [Kernel]; [ForestKernel] explains the walk. [ForestCompiler] makes one from [DecisionTree]s, whichever
/// library grew them; [KernelFormat] is the binary form in a bundle. Inputs are 32-bit floats in training,
/// verification and serving alike.
@NullMarked
package io.tidemark.model.kernel;

import org.jspecify.annotations.NullMarked;
