/// A run from order to registry: data, pipeline, evidence, registration. [TrainingService] needs no broker.
@NullMarked
package io.tidemark.trainer.run;

import org.jspecify.annotations.NullMarked;
