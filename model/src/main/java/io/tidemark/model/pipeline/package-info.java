/// From a raw row to the inputs of a model: imputation, one-hot encoding, ratios, turned axes, distances, clusters,
/// with the parameters that [io.tidemark.model.fit] found in the training rows.
///
/// Start at [FeaturePipeline]. The scorer applies what the trainer fitted: there is no second code for features.
@NullMarked
package io.tidemark.model.pipeline;

import org.jspecify.annotations.NullMarked;
