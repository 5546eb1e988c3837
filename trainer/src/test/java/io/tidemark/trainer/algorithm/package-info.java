@NullMarked
package io.tidemark.trainer.algorithm;

import org.jspecify.annotations.NullMarked;
