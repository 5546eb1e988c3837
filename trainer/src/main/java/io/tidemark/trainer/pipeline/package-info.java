/// One training run, step by step: split, select, fit, evaluate, judge, pack. [TrainingPipeline] is the table of
/// contents.
///
/// Nothing here knows Kafka or the registry: a [TrainingJob] goes in, a [TrainingResult] comes out.
@NullMarked
package io.tidemark.trainer.pipeline;

import org.jspecify.annotations.NullMarked;
