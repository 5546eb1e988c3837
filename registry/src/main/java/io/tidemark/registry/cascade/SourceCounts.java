package io.tidemark.registry.cascade;

/// What came of asking one source for bundles since the start.
///
/// @param source `registry`, `mirror` or `local`
/// @param served bundles that came and were the right ones
/// @param failed times that none came
/// @param altered times that another one came
public record SourceCounts(String source, long served, long failed, long altered) {}
