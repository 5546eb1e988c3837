/// Whether what was measured is worth an alarm: many tests at once, a budget of false alarms, streams of errors.
///
/// Start at [FalseAlarmBudget] for what a user grants, at [PValueAdjustment] for many features at once, at
/// [ErrorStreamDetector] for concept drift. Depends on `state` only.
@NullMarked
package io.tidemark.stats.alarm;

import org.jspecify.annotations.NullMarked;
