/// Tests of how data is checked.
@NullMarked
package io.tidemark.trainer.prepare;

import org.jspecify.annotations.NullMarked;
