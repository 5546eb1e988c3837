package io.tidemark.feedback.app;

/// Placeholder.
public class FeedbackApplication {}
