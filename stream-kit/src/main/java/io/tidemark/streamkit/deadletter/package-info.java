/// What becomes of a record that cannot be processed: a dead letter with coordinates, reason and original bytes.
///
/// [InboundDecoder] is the door through which each service takes records in; [EventChecks] says what has to hold of
/// each event; [DeadLetterFactory] writes the letters and counts them.
@NullMarked
package io.tidemark.streamkit.deadletter;

import org.jspecify.annotations.NullMarked;
