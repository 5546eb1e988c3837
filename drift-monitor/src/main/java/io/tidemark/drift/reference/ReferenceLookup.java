package io.tidemark.drift.reference;

/// What [ReferenceLibrary] has of a version.
public sealed interface ReferenceLookup {
    /// It is known.
    record Known(Reference reference) implements ReferenceLookup {}

    /// There is none now: its rows are counted, not compared.
    ///
    /// @param why in words
    record Missing(String why) implements ReferenceLookup {}
}
