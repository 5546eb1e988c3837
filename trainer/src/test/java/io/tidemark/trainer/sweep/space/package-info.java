@NullMarked
package io.tidemark.trainer.sweep.space;

import org.jspecify.annotations.NullMarked;
