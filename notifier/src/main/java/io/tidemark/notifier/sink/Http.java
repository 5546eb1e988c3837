package io.tidemark.notifier.sink;

/// Posts messages.
@FunctionalInterface
public interface Http {
    /// Posts a message and waits for the answer, for as long as the time limit allows.
    Reply post(Post post);
}
