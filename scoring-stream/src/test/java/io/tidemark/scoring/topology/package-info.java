@NullMarked
package io.tidemark.scoring.topology;

import org.jspecify.annotations.NullMarked;
