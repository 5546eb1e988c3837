package io.tidemark.model.manifest;

/// How test rows are set aside before anything is fitted.
///
/// @param test share of rows, above 0 and below 1
/// @param seed of the shuffle, and of everything random in the run
public record SplitSpec(double test, long seed) {}
