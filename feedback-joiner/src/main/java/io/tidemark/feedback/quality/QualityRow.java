package io.tidemark.feedback.quality;

import io.tidemark.feedback.quality.Series.Line;
import java.util.Optional;

/// Something that happened to the quality of a version.
///
/// @param place where it is counted
public record QualityRow(Line line, Place place, Change change) {
    /// What happened.
    public sealed interface Change {
        /// A prediction was made.
        ///
        /// @param value a number, or the probability of class 1; NaN: of several classes, or nobody noted it
        /// @param halfWidth half the width of the interval around a number; NaN: there is none
        record Predicted(double value, double halfWidth) implements Change {
            /// One of which nothing is expected.
            public static final Predicted UNKNOWN = new Predicted(Double.NaN, Double.NaN);
        }

        /// Its horizon passed without a label.
        record Expired() implements Change {}

        /// Its first label came.
        ///
        /// @param actual the label: a number, or the index of a class; NaN: it is counted but not measured
        /// @param predicted the prediction: a number, or the probability of class 1
        /// @param delayMs from the request's event time to the label's, from 0
        record Labelled(double actual, double predicted, long delayMs) implements Change {}

        /// A correction replaced its label; numbers as in [Labelled]. NaN: it was, or is, not measured.
        record Relabelled(double before, double after, double predicted) implements Change {}

        /// The first label of an answer of several classes came.
        ///
        /// @param delayMs as in [Labelled]
        record LabelledClass(ClassRow row, long delayMs) implements Change {}

        /// A correction replaced the label of an answer of several classes. Empty: it was, or is, not measured.
        record RelabelledClass(Optional<ClassRow> before, Optional<ClassRow> after) implements Change {}
    }
}
