package io.tidemark.trainer.data;

/// Hears how far long work has come.
@FunctionalInterface
public interface Progress {
    /// Hears nothing.
    Progress NONE = (what, done, total) -> {};

    /// Hears of progress.
    ///
    /// @param what the work, in words
    /// @param done units done
    /// @param total units in all; below 0: not known
    void report(String what, long done, long total);
}
