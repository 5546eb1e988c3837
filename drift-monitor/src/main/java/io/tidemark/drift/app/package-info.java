/// Placeholder.
@NullMarked
package io.tidemark.drift.app;

import org.jspecify.annotations.NullMarked;
