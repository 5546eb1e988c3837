@NullMarked
package io.tidemark.trainer.sweep;

import org.jspecify.annotations.NullMarked;
