package io.tidemark.stats.alarm;

/// What the panes of a window say about drift.
///
/// @param logEvidence log of 1 and the evidence, 0 or more; ln(N) or more comes once in N panes at most without drift
/// @param sinceMs start of the pane with which it most probably began, milliseconds since 1970-01-01 UTC
/// @param rows rows since then
/// @param matters false when it is surely smaller than what matters
public record DriftEvidence(double logEvidence, long sinceMs, long rows, boolean matters) {}
