@NullMarked
package io.tidemark.trainer.sweep.prune;

import org.jspecify.annotations.NullMarked;
