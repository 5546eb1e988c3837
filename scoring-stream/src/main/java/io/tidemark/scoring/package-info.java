/// The scoring stream: requests in, predictions out, the model swapped while it runs.
///
/// - [io.tidemark.scoring.serving]: which versions are ready to answer; loading, verifying and warming up off the
/// stream.
/// - [io.tidemark.scoring.topology]: one request's way to a prediction or a dead letter; start here.
/// - [io.tidemark.scoring.answer]: from a request to its answer, without stream or clock.
/// - [io.tidemark.scoring.replay]: requests of the log answered again.
/// - [io.tidemark.scoring.shadow]: versions that score and do not answer.
/// - [io.tidemark.scoring.app]: the Spring Boot shell.
@NullMarked
package io.tidemark.scoring;

import org.jspecify.annotations.NullMarked;
