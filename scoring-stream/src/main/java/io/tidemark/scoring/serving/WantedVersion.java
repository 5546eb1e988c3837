package io.tidemark.scoring.serving;

/// A version that an activation names.
record WantedVersion(String model, int version, String sha256) {}
