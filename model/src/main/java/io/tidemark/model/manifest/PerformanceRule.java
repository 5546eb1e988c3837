package io.tidemark.model.manifest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound of live quality that the business cares about, whatever training reached: `within_10pct < 0.65` alarms when
/// less than 65 % of the answers are within 10 %.
///
/// @param metric name of the metric
/// @param below true: it alarms below the limit; false: above
/// @param limit in the metric's unit, finite
public record PerformanceRule(String metric, boolean below, double limit) {
    private static final Pattern FORM = Pattern.compile("\\s*([a-z][a-z0-9_]*)\\s*([<>])\\s*(\\S+)\\s*");

    public PerformanceRule {
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException("Found the limit " + limit + ", expected a finite number.");
        }
    }

    /// The rule of a text; empty when it is none.
    public static Optional<PerformanceRule> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PerformanceRule(form.group(1), form.group(2).equals("<"), Double.parseDouble(form.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// True when a value breaks it.
    public boolean isBrokenBy(double value) {
        return below ? value < limit : value > limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s %s", metric, below ? "<" : ">", limit);
    }
}
