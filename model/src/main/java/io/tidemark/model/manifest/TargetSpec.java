package io.tidemark.model.manifest;

import java.util.List;
import java.util.Optional;

/// What is predicted.
///
/// @param name column of the data
/// @param unit unit for people; may be empty
/// @param range labels outside are refused (regression)
/// @param transform what models are fitted on in place of the label (regression)
/// @param classes the two classes (binary), negative one first; three or more (multiclass); empty for regression
/// @param interval share of true values that prediction intervals are to hold (regression); empty: no intervals
/// @param threshold probability from which on the positive class is answered (binary), 0 to 1; empty: a half
/// @param tunesThreshold whether training finds that probability (binary): the one with the best F1 on rows that were
/// held back
public record TargetSpec(
        String name,
        String unit,
        Range range,
        Transform transform,
        Optional<Double> interval,
        List<String> classes,
        Optional<Double> threshold,
        boolean tunesThreshold) {
    /// Live quality keeps a table of classes by classes for each pane of time and part of the traffic.
    public static final int MOST_CLASSES = 100;

    public TargetSpec {
        classes = List.copyOf(classes);
    }

    /// The same target with a threshold that training found.
    TargetSpec withThreshold(double found) {
        return new TargetSpec(name, unit, range, transform, interval, classes, Optional.of(found), false);
    }

    /// What models are fitted on in place of the label. Scores are always in the label's own unit.
    public enum Transform {
        /// The label itself.
        NONE(Double.NEGATIVE_INFINITY),
        /// Its natural logarithm: errors count by their ratio. For labels above 0.
        LOG(0),
        /// The logarithm of the label plus one. For labels above -1.
        LOG1P(-1);

        private final double above;

        Transform(double above) {
            this.above = above;
        }

        /// True when the label has a transformed value.
        public boolean accepts(double label) {
            return label > above;
        }

        /// The limit that labels have to be above.
        public double above() {
            return above;
        }
    }
}
