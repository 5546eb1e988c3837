@NullMarked
package io.tidemark.trainer.gates;

import org.jspecify.annotations.NullMarked;
