@NullMarked
package io.tidemark.trainer.pipeline;

import org.jspecify.annotations.NullMarked;
