@NullMarked
package io.tidemark.scoring.app;

import org.jspecify.annotations.NullMarked;
