package io.tidemark.topic;

/// Headers of requests and predictions; their values are UTF-8 texts.
public final class HeaderNames {
    /// Of a request: until when an answer is of use, milliseconds since 1970-01-01 UTC, decimal. A request whose turn
    /// comes later is not scored.
    public static final String DEADLINE_MS = "tidemark-deadline-ms";

    /// Of a prediction: from the request's record timestamp until it was scored, microseconds, decimal.
    public static final String LATENCY_US = "tidemark-latency-us";

    /// Of a prediction whose explanation was wanted and is not given: `omitted` or `unavailable`.
    public static final String EXPLANATION = "tidemark-explanation";

    /// Of a prediction of a version with views: which feature updates of its entity were known, decimal. On the
    /// request's partition of `feature-updates`, those before this offset were, and none from it on.
    public static final String VIEW_UPDATES_END = "tidemark-view-updates-end";

    private HeaderNames() {}
}
