package io.tidemark.scoring.serving;

/// A version that has just become ready, and how long that took.
///
/// @param fetchMs time to fetch the bundle, milliseconds
/// @param verifyMs time to check it, milliseconds
/// @param warmUpMs time to warm it up, milliseconds
record LoadedVersion(ServingModel model, double fetchMs, double verifyMs, double warmUpMs) {}
