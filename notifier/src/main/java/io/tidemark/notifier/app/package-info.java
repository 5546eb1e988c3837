/// The Spring Boot shell of the notifier, and the consumers that read the log, one for each sink.
@NullMarked
package io.tidemark.notifier.app;

import org.jspecify.annotations.NullMarked;
