/// The Spring Boot shell of the feedback joiner.
@NullMarked
package io.tidemark.feedback.app;

import org.jspecify.annotations.NullMarked;
