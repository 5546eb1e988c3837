/// Scores files with the code that scores the stream.
@NullMarked
package io.tidemark.trainer.score;

import org.jspecify.annotations.NullMarked;
