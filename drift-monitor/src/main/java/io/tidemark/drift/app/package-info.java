/// The Spring Boot shell of the drift monitor.
@NullMarked
package io.tidemark.drift.app;

import org.jspecify.annotations.NullMarked;
