/// What trainer and scorer share: one code for features, one format for models, one arithmetic for scores.
///
/// - [io.tidemark.model.manifest]: the file that describes a model; start here to see what can be configured.
/// - [io.tidemark.model.feature]: from the values of an event to a raw row.
/// - [io.tidemark.model.pipeline]: from a raw row to the model's inputs; fitted in training, applied in both places.
/// - [io.tidemark.model.kernel]: from inputs to a score.
/// - [io.tidemark.model.bundle]: all of it as one checked file.
///
/// Pure Java: no Kafka, no training library, no framework.
@NullMarked
package io.tidemark.model;

import org.jspecify.annotations.NullMarked;
