package io.tidemark.model.feature;

import io.tidemark.model.feature.Violation.Reason;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.NearestKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encodes the values of one feature; the outcome is a double, or a violation left in [Fault].
abstract sealed class FeatureEncoder {
    /// Code of a category that the manifest does not list.
    static final double UNSEEN = -1;

    private final FeatureSpec spec;

    private FeatureEncoder(FeatureSpec spec) {
        this.spec = spec;
    }

    static FeatureEncoder of(FeatureSpec spec) {
        return switch (spec) {
            case NumberFeature number -> new OfNumber(number);
            case CategoryFeature category -> new OfCategory(category);
            case BooleanFeature bool -> new OfBoolean(bool);
        };
    }

    String name() {
        return spec.name();
    }

    /// The encoded value; on a violation anything, with `fault` set.
    final double encode(@Nullable Object value, Fault fault) {
        if (value == null) {
            if (spec.required()) {
                fault.set(Reason.MISSING_FEATURE, name(), "Found no value, expected one: the feature is required.");
            }
            return Double.NaN;
        }
        return encodePresent(value, fault);
    }

    abstract double encodePresent(Object value, Fault fault);

    final double wrongType(Object value, String expected, Fault fault) {
        fault.set(
                Reason.WRONG_TYPE,
                name(),
                "Found " + shown(value) + " of type "
                        + value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + ", expected " + expected
                        + ".");
        return Double.NaN;
    }

    private static String shown(Object value) {
        String text = value.toString();
        return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "'";
    }

    private static final class OfNumber extends FeatureEncoder {
        private final NumberFeature number;

        OfNumber(NumberFeature number) {
            super(number);
            this.number = number;
        }

        @Override
        double encodePresent(Object value, Fault fault) {
            double encoded;
            if (value instanceof Double d) {
                encoded = d;
            } else if (value instanceof Long l) {
                encoded = l;
            } else {
                return wrongType(value, number.integral() ? "a whole number" : "a number", fault);
            }
            if (Double.isNaN(encoded) || Double.isInfinite(encoded)) {
                fault.set(Reason.NOT_FINITE, name(), "Found " + encoded + ", expected a finite number.");
            } else if (!number.range().contains(encoded)) {
                fault.set(
                        Reason.OUT_OF_RANGE,
                        name(),
                        "Found " + encoded + ", expected a number in " + number.range()
                                + (number.unit().isEmpty() ? "" : " " + number.unit()) + ".");
            } else if (number.integral() && encoded != Math.rint(encoded)) {
                return wrongType(value, "a whole number", fault);
            }
            return encoded;
        }
    }

    private static final class OfCategory extends FeatureEncoder {
        private final CategoryFeature category;
        private final Map<String, Integer> codes = new HashMap<>();

        OfCategory(CategoryFeature category) {
            super(category);
            this.category = category;
            for (int i = 0; i < category.categories().size(); i++) {
                codes.put(category.categories().get(i), i);
            }
        }

        @Override
        double encodePresent(Object value, Fault fault) {
            String text;
            if (value instanceof String s) {
                text = s;
            } else if (value instanceof Long || value instanceof Boolean) {
                text = value.toString();
            } else if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
                text = Long.toString(d.longValue());
            } else {
                return wrongType(value, "a category", fault);
            }
            Integer code = codes.get(text);
            if (code != null) {
                return code;
            }
            if (category.unseen() == Unseen.REJECT) {
                fault.set(
                        Reason.UNKNOWN_CATEGORY,
                        name(),
                        "Found " + shown(value) + ", expected one of " + String.join(", ", category.categories()) + "."
                                + NearestKey.among(category.categories(), text)
                                        .map(near -> " Nearest: " + near + ".")
                                        .orElse(""));
            }
            return UNSEEN;
        }
    }

    private static final class OfBoolean extends FeatureEncoder {
        OfBoolean(BooleanFeature bool) {
            super(bool);
        }

        @Override
        double encodePresent(Object value, Fault fault) {
            return value instanceof Boolean b ? (b ? 1 : 0) : wrongType(value, "true or false", fault);
        }
    }
}
