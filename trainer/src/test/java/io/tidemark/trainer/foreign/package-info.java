@NullMarked
package io.tidemark.trainer.foreign;

import org.jspecify.annotations.NullMarked;
