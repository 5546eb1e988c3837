/// The drift monitor: predictions in, rolling drift per feature and version out, with alerts and requests to retrain.
///
/// - [io.tidemark.drift.reference]: what each version is compared with, from its bundle.
/// - [io.tidemark.drift.counting]: counts of one pane of event time, as they leave a task.
/// - [io.tidemark.drift.window]: panes merged into rolling windows.
/// - [io.tidemark.drift.judgement]: the windows of a version against its reference; what an alert says.
/// - [io.tidemark.drift.policy]: when to ask for a training run.
/// - [io.tidemark.drift.topology]: the way of a prediction through all of them; start here.
/// - [io.tidemark.drift.app]: the Spring Boot shell.
@NullMarked
package io.tidemark.drift;

import org.jspecify.annotations.NullMarked;
