package io.tidemark.cli.audit;

/// Something that has to hold, and whether it does.
///
/// @param name stable name
/// @param passed true when it holds
/// @param detail the numbers behind it, in words
public record Invariant(String name, boolean passed, String detail) {}
