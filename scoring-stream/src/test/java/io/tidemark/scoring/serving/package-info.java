@NullMarked
package io.tidemark.scoring.serving;

import org.jspecify.annotations.NullMarked;
