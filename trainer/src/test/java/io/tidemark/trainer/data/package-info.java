@NullMarked
package io.tidemark.trainer.data;

import org.jspecify.annotations.NullMarked;
