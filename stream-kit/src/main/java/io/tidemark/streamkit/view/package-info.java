/// Feature updates as they come from the log: checked alike by the scorer, which keeps them, and the trainer, which
/// joins them. Start at [UpdateChecks].
@NullMarked
package io.tidemark.streamkit.view;

import org.jspecify.annotations.NullMarked;
