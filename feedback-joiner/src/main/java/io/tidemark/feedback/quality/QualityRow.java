package io.tidemark.feedback.quality;

import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.Segments.Segment;
import java.util.List;

/// Something that happened to the quality of a version.
///
/// @param segments parts of the traffic that it belongs to
/// @param eventTimeMs event time of the request, milliseconds since 1970-01-01 UTC
public record QualityRow(Line line, List<Segment> segments, long eventTimeMs, Change change) {
    public QualityRow {
        segments = List.copyOf(segments);
    }

    /// What happened.
    public sealed interface Change {
        /// A prediction was made.
        record Predicted() implements Change {}

        /// Its horizon passed without a label.
        record Expired() implements Change {}

        /// Its first label came.
        ///
        /// @param actual the label: a number, or the index of a class; NaN: it is counted but not measured
        /// @param predicted the prediction: a number, or the probability of class 1
        /// @param delayMs from the request's event time to the label's, from 0
        record Labelled(double actual, double predicted, long delayMs) implements Change {}

        /// A correction replaced its label; numbers as in [Labelled].
        record Relabelled(double before, double after, double predicted) implements Change {}
    }
}
