/// Versions that Python logged to MLflow, brought in where they are: [LoggedModelImport] reads what `log_model` left
/// ([LoggedModel]) and has `foreign` convert it. Found by the registry's service loader, so that whoever watches the
/// registry need not know the trainer. Nothing is ever unpickled.
@NullMarked
package io.tidemark.trainer.adopt;

import org.jspecify.annotations.NullMarked;
