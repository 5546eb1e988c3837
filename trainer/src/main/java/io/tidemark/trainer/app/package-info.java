/// The Spring Boot shell of the trainer, and the spring-kafka container that reads the requests.
@NullMarked
package io.tidemark.trainer.app;

import org.jspecify.annotations.NullMarked;
