/// Tests of the settings, and of the service on a real broker.
@NullMarked
package io.tidemark.drift.app;

import org.jspecify.annotations.NullMarked;
