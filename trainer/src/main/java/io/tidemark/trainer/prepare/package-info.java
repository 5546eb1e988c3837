/// What happens to data before anything is fitted: it is checked as a whole, with all findings at once.
///
/// Start at [DataReading].
@NullMarked
package io.tidemark.trainer.prepare;

import org.jspecify.annotations.NullMarked;
