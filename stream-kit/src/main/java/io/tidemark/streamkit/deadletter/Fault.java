package io.tidemark.streamkit.deadletter;

/// What is wrong with a record that could be read.
///
/// @param message what was found and expected, for people
public record Fault(Reason reason, String message) {}
