@NullMarked
package io.tidemark.trainer.track;

import org.jspecify.annotations.NullMarked;
