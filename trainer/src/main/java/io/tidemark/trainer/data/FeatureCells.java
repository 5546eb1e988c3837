package io.tidemark.trainer.data;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the cell of a feature means, as an event would carry it.
///
/// @param kind what cells are
record FeatureCells(RowFile.Kind kind) {
    private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "none");
    private static final String JAVA_SUFFIXES = "dDfF";

    /// The value of a cell; null when it holds none.
    @Nullable
    Object value(FeatureSpec feature, @Nullable Object cell) {
        return switch (cell) {
            case null -> null;
            case Integer number -> ofNumber(feature, number.longValue());
            case Number number -> ofNumber(feature, number);
            case Boolean bool ->
                kind == RowFile.Kind.TYPED && feature instanceof CategoryFeature ? bool.toString() : bool;
            case Temporal time ->
                feature instanceof NumberFeature
                        ? RowTime.of(time).stream()
                                .boxed()
                                .map(Object.class::cast)
                                .findFirst()
                                .orElse(time.toString())
                        : time.toString();
            case String text -> ofText(feature, text);
            default -> cell.toString();
        };
    }

    /// A value in the types that events have: Boolean, Long, Double or String.
    static @Nullable Object asEvent(@Nullable Object value) {
        return value instanceof Number number && !(value instanceof Long) ? (Object) number.doubleValue() : value;
    }

    /// True for the words that stand for no value.
    static boolean isMissing(String text) {
        return MISSING.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /// A column of numbers may well hold categories or flags; an event's number may not.
    private Object ofNumber(FeatureSpec feature, Number number) {
        if (kind != RowFile.Kind.TYPED) {
            return number;
        }
        return switch (feature) {
            case NumberFeature unused -> number;
            case CategoryFeature unused -> wholeNumber(number);
            case BooleanFeature unused -> bool(wholeNumber(number));
        };
    }

    private static String wholeNumber(Number number) {
        String text = number.toString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private @Nullable Object ofText(FeatureSpec feature, String text) {
        if (kind == RowFile.Kind.EVENTS) {
            return text;
        }
        boolean listed = feature instanceof CategoryFeature category
                && category.categories().contains(text);
        if (!listed && isMissing(text)) {
            return null;
        }
        return switch (feature) {
            case NumberFeature unused -> number(text);
            case CategoryFeature unused -> text;
            case BooleanFeature unused -> bool(text);
        };
    }

    /// Java would read more as a number than people do: `1d`, `0x1p3`.
    static Object number(String text) {
        String stripped = text.strip();
        if (!stripped.isEmpty() && JAVA_SUFFIXES.indexOf(stripped.charAt(stripped.length() - 1)) >= 0) {
            return text;
        }
        try {
            boolean hexadecimal = stripped.indexOf('x') >= 0 || stripped.indexOf('X') >= 0;
            return hexadecimal ? text : (Object) Double.parseDouble(stripped);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> text;
        };
    }
}
