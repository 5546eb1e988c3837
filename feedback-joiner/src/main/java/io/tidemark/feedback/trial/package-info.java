/// The way of the data of versions on trial, a stream of its own beside the joiner's. [RolloutTopology] is the map:
/// [TraceTrialProcessor] makes a row of who answered a request, what a shadow would have said, and the outcome;
/// [CountLetterProcessor] one of a dead letter; [JudgeTrialProcessor] sums the rows up ([TrialIntake]), follows the
/// timeline ([TrialFollower]) and writes what becomes of the trial ([TrialDecisions]). What counts and what follows
/// from it is said in `rollout`, which is pure.
@NullMarked
package io.tidemark.feedback.trial;

import org.jspecify.annotations.NullMarked;
