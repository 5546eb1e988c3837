@NullMarked
package io.tidemark.trainer.sweep.suggest;

import org.jspecify.annotations.NullMarked;
