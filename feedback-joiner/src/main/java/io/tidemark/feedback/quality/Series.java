package io.tidemark.feedback.quality;

import io.tidemark.event.Task;
import io.tidemark.feedback.terms.Segments.Segment;

/// What is measured: one part of the answers of one version in one role.
///
/// @param line the version in its role
public record Series(Line line, Segment segment) {
    /// Its name, `model/version/variant` or `model/version/variant/feature=value`.
    public String key() {
        return segment.equals(Segment.ALL)
                ? line.key() + "/"
                : line.key() + "/" + segment.feature() + "=" + segment.value();
    }

    /// A version in a role.
    ///
    /// @param sha256 SHA-256 of its bundle
    /// @param variant champion, challenger or shadow
    public record Line(String model, int version, String sha256, String variant, Task task) {
        /// Its name, `model/version/variant`.
        public String key() {
            return model + "/" + version + "/" + variant;
        }
    }
}
