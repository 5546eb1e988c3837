/// Comparing two versions while data still comes in: statements that hold at every look, however often one looks.
///
/// Start at [Comparison]. [SplitComparison] is for versions that answer different keys (a canary), [PairedComparison]
/// for versions that answered the same requests (a shadow). [BettingMixture] has the inequality that both rest on,
/// [SampleRatio] tells whether keys were split as they should have been, [RateEvidence] whether something happens more
/// often than it may.
///
/// All of it is a function of counts and exact sums ([LossSums], [PairedSums]), so that neither order of arrival nor
/// restarts change a verdict. Losses lie between 0 and 1; who has others clips and scales them first.
@NullMarked
package io.tidemark.stats.sequential;

import org.jspecify.annotations.NullMarked;
