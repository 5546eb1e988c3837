@NullMarked
package io.tidemark.trainer.retrain;

import org.jspecify.annotations.NullMarked;
