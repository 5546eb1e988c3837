/// Tests of rolling windows.
@NullMarked
package io.tidemark.drift.window;

import org.jspecify.annotations.NullMarked;
