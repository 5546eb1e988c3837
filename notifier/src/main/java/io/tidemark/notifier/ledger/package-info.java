/// What the notifier remembers: [Ledger] of who was told what, [Positions] of how far the log is done with,
/// [OpenAlerts].
@NullMarked
package io.tidemark.notifier.ledger;

import org.jspecify.annotations.NullMarked;
