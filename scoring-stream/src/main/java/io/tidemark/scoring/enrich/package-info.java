/// Requests get the features of their entity that they do not carry: as of their event time, from the histories of
/// one partition. Start at [Enrichment]; [EntityHistories] is the state.
///
/// The arithmetic is `io.tidemark.model.view`'s, which the trainer joins with too.
@NullMarked
package io.tidemark.scoring.enrich;

import org.jspecify.annotations.NullMarked;
