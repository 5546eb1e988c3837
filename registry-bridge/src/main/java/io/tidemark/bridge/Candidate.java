package io.tidemark.bridge;

import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.foreign.ForeignVersion;

/// A version that an alias points at, and what is known of whether it may serve.
sealed interface Candidate {
    /// Tells refusals of the same version apart: what another tool logged can be completed, and is then looked at
    /// again.
    String mark();

    /// What is known for good, until something is changed.
    sealed interface Judged extends Candidate {}

    /// It has a bundle that its gates approved.
    record Fit(ModelVersion version) implements Judged {
        @Override
        public String mark() {
            return "";
        }
    }

    /// It cannot serve.
    ///
    /// @param reason in words
    record Unfit(String mark, String reason) implements Judged {}

    /// Another tool registered it: whether it can serve, its import says.
    record Foreign(ForeignVersion version, String mark) implements Candidate {}
}
