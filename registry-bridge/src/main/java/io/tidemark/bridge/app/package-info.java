/// The Spring Boot shell of the registry bridge.
@NullMarked
package io.tidemark.bridge.app;

import org.jspecify.annotations.NullMarked;
