@NullMarked
package io.tidemark.trainer.score;

import org.jspecify.annotations.NullMarked;
