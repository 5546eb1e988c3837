/// Finds the parameters of a [io.tidemark.model.pipeline.FeaturePipeline] in training rows.
///
/// Start at [PipelineFitter]. Everything here is deterministic: equal rows, manifest and seed give equal parameters.
/// The scorer never comes here.
@NullMarked
package io.tidemark.model.fit;

import org.jspecify.annotations.NullMarked;
