/// The notifier: tells people and their tools of what stands on `alerts` and `model-timeline`.
///
/// Start with [io.tidemark.notifier.notice.Notice] (what is told), then [io.tidemark.notifier.delivery.Courier] (when
/// and how often it is tried) and [io.tidemark.notifier.app.SinkWorker] (one reader of the log for each sink). Depends
/// on the schemas and the stream kit, and on no other service.
@NullMarked
package io.tidemark.notifier;

import org.jspecify.annotations.NullMarked;
