/// The drift monitor: what its alarms are worth, and how many events it takes.
///
/// [AlarmsBenchmark] counts false alarms and delays: [WatchedModel] runs the monitor's own windows, judge and alert,
/// the rivals are [RivalDetectors]. [DriftBenchmark] measures throughput, beside the design that makes a record of each
/// feature ([OneRecordPerFeature]).
@NullMarked
package io.tidemark.benchmarks.monitor;

import org.jspecify.annotations.NullMarked;
