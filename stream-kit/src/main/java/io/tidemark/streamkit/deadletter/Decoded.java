package io.tidemark.streamkit.deadletter;

import io.tidemark.event.DeadLetter;

/// What [InboundDecoder] made of a record.
public sealed interface Decoded<V> {
    /// It could be read.
    record Good<V>(V value) implements Decoded<V> {}

    /// It could not.
    record Bad<V>(DeadLetter letter) implements Decoded<V> {}
}
