/// What a run shows to people: one page with its evidence, and a model card.
@NullMarked
package io.tidemark.trainer.report;

import org.jspecify.annotations.NullMarked;
