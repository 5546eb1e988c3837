/// Runs asked for on the log: [RetrainWorker] answers the requests, [RunPublisher] writes what came of them.
@NullMarked
package io.tidemark.trainer.retrain;

import org.jspecify.annotations.NullMarked;
