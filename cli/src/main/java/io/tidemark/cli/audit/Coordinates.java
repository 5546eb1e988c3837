package io.tidemark.cli.audit;

/// Place of a record on the log.
record Coordinates(int partition, long offset) {}
