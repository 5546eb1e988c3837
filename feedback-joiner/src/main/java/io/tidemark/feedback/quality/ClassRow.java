package io.tidemark.feedback.quality;

/// A labelled answer of a model of several classes.
///
/// @param classes number of classes
/// @param actual code of the label
/// @param predicted code of the class that was answered
/// @param probability what the answer gave the class of the label, 0 to 1
public record ClassRow(int classes, int actual, int predicted, double probability) {
    public ClassRow {
        if (actual < 0 || actual >= classes || predicted < 0 || predicted >= classes) {
            throw new IllegalArgumentException(
                    "Found the codes " + actual + " and " + predicted + ", expected them to be below " + classes + ".");
        }
    }
}
