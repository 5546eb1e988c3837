package io.tidemark.trainer.pipeline;

/// What a candidate came to on one fold.
///
/// @param validation the selection's metric on the fold's validation rows
/// @param train the same on the fold's training rows
/// @param objective the sweep's metric on the validation rows
/// @param seconds time from nothing to a model of this size
public record FoldScore(double validation, double train, double objective, double seconds) {}
