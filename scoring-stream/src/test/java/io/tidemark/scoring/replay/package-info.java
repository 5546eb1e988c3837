/// Tests of requests that are answered again.
@NullMarked
package io.tidemark.scoring.replay;

import org.jspecify.annotations.NullMarked;
