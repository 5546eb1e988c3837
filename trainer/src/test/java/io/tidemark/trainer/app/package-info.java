@NullMarked
package io.tidemark.trainer.app;

import org.jspecify.annotations.NullMarked;
