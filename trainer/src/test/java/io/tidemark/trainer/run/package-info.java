@NullMarked
package io.tidemark.trainer.run;

import org.jspecify.annotations.NullMarked;
