/// Where rows come from. [DataLocator] turns an address into a file on this machine, [RowReader] reads its rows as
/// events carry them, [TrainingTable] holds them encoded; [OutcomeReplay] gives the same from the log.
@NullMarked
package io.tidemark.trainer.data;

import org.jspecify.annotations.NullMarked;
