/// Windows against the reference: [WindowJudge] finds, [Findings] sums up, [DriftRecords] and [DriftAlerts] say it.
///
/// Pure: no Kafka, no clock.
@NullMarked
package io.tidemark.drift.judgement;

import org.jspecify.annotations.NullMarked;
