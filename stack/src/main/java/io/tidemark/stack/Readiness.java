package io.tidemark.stack;

/// How far a child's start has come.
enum Readiness {
    NOT_YET,
    READY,
    /// It runs and will never do its work.
    BROKEN
}
