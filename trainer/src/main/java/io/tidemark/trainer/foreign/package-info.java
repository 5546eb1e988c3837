/// Models that other tools trained: LightGBM's text, XGBoost's JSON and UBJSON, ONNX. They become the same kernels as
/// our own.
///
/// Start at [ModelImport]; [ModelConversion] does the work. [ForeignModels] knows the formats; each reader trusts
/// nothing that it reads: counts, indices
/// and numbers are checked before a tree is built from them. Depends on `model` and the registry's port.
@NullMarked
package io.tidemark.trainer.foreign;

import org.jspecify.annotations.NullMarked;
