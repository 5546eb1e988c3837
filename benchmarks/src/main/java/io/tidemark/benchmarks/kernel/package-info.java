/// One row through one model: our kernel beside LightGBM, ONNX Runtime and Smile, measured by JMH in JVMs of its own.
///
/// Start at [KernelBenchmark]. [KernelModels] trains the models once and leaves them in files, which the measuring JVMs
/// read; [KernelLoops] is what they run.
@NullMarked
package io.tidemark.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
