package io.tidemark.drift.app;

/// Placeholder.
public class DriftApplication {}
