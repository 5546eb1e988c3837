/// The Spring Boot shell of the scoring stream.
@NullMarked
package io.tidemark.scoring.app;

import org.jspecify.annotations.NullMarked;
