@NullMarked
package io.tidemark.trainer.adopt;

import org.jspecify.annotations.NullMarked;
