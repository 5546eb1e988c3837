/// How runs are shown in a tracking server: [RunTracker] is the port, [MlflowTracker] writes to MLflow with its own
/// client. [RunPages] says what is shown, and is pure. Start with [RunTracker].
@NullMarked
package io.tidemark.trainer.track;

import org.jspecify.annotations.NullMarked;
