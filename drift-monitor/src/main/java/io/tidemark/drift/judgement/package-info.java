/// Windows against the reference: [VersionWindows] has all windows of a version, [WindowJudge] judges one of them,
/// [Findings] sums up, [DriftRecords] and [DriftAlerts] say it.
///
/// Pure: no Kafka, no clock.
@NullMarked
package io.tidemark.drift.judgement;

import org.jspecify.annotations.NullMarked;
