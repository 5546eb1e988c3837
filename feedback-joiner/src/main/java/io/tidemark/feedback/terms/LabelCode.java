package io.tidemark.feedback.terms;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.Range;
import io.tidemark.streamkit.deadletter.Reason;
import java.util.List;
import java.util.Locale;

/// How the labels of a version are read.
public sealed interface LabelCode {
    /// A number in a range.
    record OfNumber(Range range) implements LabelCode {}

    /// One of the classes: of two, the negative one first, or of more.
    record OfClass(List<String> classes) implements LabelCode {
        public OfClass {
            classes = List.copyOf(classes);
        }
    }

    /// Neither bundle nor manifest is known: anything is taken, and nothing measured.
    record Unknown() implements LabelCode {}

    /// How the manifest has it.
    static LabelCode of(ModelManifest manifest) {
        return switch (manifest.task()) {
            case REGRESSION -> new OfNumber(manifest.target().range());
            case BINARY, MULTICLASS -> new OfClass(manifest.target().classes());
        };
    }

    /// Reads a label as it stands in a record: Boolean, Long, Double or String.
    default LabelReading read(Object label) {
        if (label instanceof Double number && !Double.isFinite(number)) {
            return new LabelReading.Fault(
                    Reason.NOT_FINITE, "Found the label " + number + ", expected a finite number or a class.");
        }
        return switch (this) {
            case OfNumber number -> number(label, number.range());
            case OfClass named -> index(label, named.classes());
            case Unknown ignored -> new LabelReading.Code(Double.NaN);
        };
    }

    private static LabelReading number(Object label, Range range) {
        if (!(label instanceof Number number)) {
            return new LabelReading.Fault(
                    Reason.WRONG_TYPE,
                    "Found the label " + shown(label) + " of type "
                            + label.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                            + ", expected a number: the model is a regression.");
        }
        return range.contains(number.doubleValue())
                ? new LabelReading.Code(number.doubleValue())
                : new LabelReading.Fault(
                        Reason.OUT_OF_RANGE, "Found the label " + number + ", expected a number in " + range + ".");
    }

    private static LabelReading index(Object label, List<String> classes) {
        int index = classes.indexOf(text(label));
        return index >= 0
                ? new LabelReading.Code(index)
                : new LabelReading.Fault(
                        label instanceof String || label instanceof Number
                                ? Reason.UNKNOWN_CATEGORY
                                : Reason.WRONG_TYPE,
                        "Found the label " + shown(label) + ", expected one of the classes "
                                + String.join(", ", classes) + ".");
    }

    /// A class as the manifest writes it: 1.0 and 1 are the same class.
    private static String text(Object label) {
        String text = label.toString();
        return label instanceof Double && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String shown(Object label) {
        String text = label.toString();
        return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "'";
    }
}
