@NullMarked
package io.tidemark.trainer.sweep.gp;

import org.jspecify.annotations.NullMarked;
