package io.tidemark.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.terminal.Bar;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a prediction is what it is, for people: a line and a bar for each feature.
///
/// @param base margin as long as nothing is known
/// @param parts what the features add, largest first
/// @param rest what features that are not listed add together
public record ShownExplanation(double base, List<Part> parts, double rest) {
    private static final int BAR = 20;
    private static final int MAX_NAME = 32;
    private static final int MAX_VALUE = 16;

    public ShownExplanation {
        parts = List.copyOf(parts);
    }

    /// What one feature adds.
    ///
    /// @param value its value, for people
    public record Part(String feature, String value, double added) {
        public Part {
            feature = Terminal.plain(feature);
            value = Terminal.plain(value);
        }
    }

    /// Of a prediction's field; empty where that is null.
    public static Optional<ShownExplanation> of(@Nullable Explanation explanation) {
        return Optional.ofNullable(explanation)
                .map(found -> new ShownExplanation(
                        found.getBaseValue(),
                        found.getContributions().stream()
                                .map(part -> new Part(
                                        part.getFeature(),
                                        value(part.getCategory(), part.getValue()),
                                        part.getContribution()))
                                .toList(),
                        found.getRest()));
    }

    /// Of a record's JSON; empty unless it is a prediction that says why.
    public static Optional<ShownExplanation> of(JsonNode prediction) {
        JsonNode explanation = prediction.path("explanation");
        if (!explanation.path("contributions").isArray()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : explanation.path("contributions")) {
            String category =
                    part.path("category").isTextual() ? part.path("category").asText() : null;
            // GenericDecoder writes what is not finite as text.
            double value = part.path("value").isNumber() ? part.path("value").asDouble() : Double.NaN;
            parts.add(new Part(
                    part.path("feature").asText(),
                    value(category, value),
                    part.path("contribution").asDouble()));
        }
        return Optional.of(new ShownExplanation(
                explanation.path("base_value").asDouble(),
                parts,
                explanation.path("rest").asDouble(0)));
    }

    private static String value(@Nullable String category, double value) {
        return category != null ? category : Double.isNaN(value) ? "missing" : number(value);
    }

    /// Lines for a terminal, without indentation: the base, each feature, the rest.
    public List<String> lines(Terminal terminal) {
        double largest =
                parts.stream().mapToDouble(part -> Math.abs(part.added())).max().orElse(0);
        int names = width(parts.stream().map(part -> part.feature().length()).toList(), MAX_NAME);
        int values = width(parts.stream().map(part -> part.value().length()).toList(), MAX_VALUE);
        List<String> lines = new ArrayList<>();
        lines.add(terminal.paint(Paint.HINT, "why: " + number(base) + " as long as nothing is known, and"));
        for (Part part : parts) {
            String bar = Bar.of(largest == 0 ? 0 : Math.abs(part.added()) / largest, BAR);
            lines.add(String.format(
                            Locale.ROOT,
                            "%-" + names + "s  %" + values + "s  ",
                            cut(part.feature(), names),
                            cut(part.value(), values))
                    + terminal.paint(part.added() < 0 ? Paint.WARN : Paint.ACCENT, bar)
                    + "  " + signed(part.added()));
        }
        if (rest != 0) {
            lines.add(terminal.paint(Paint.HINT, "and " + signed(rest) + " by features that are not listed"));
        }
        return lines;
    }

    private static int width(List<Integer> lengths, int most) {
        return Math.max(
                1,
                Math.min(
                        most, lengths.stream().mapToInt(Integer::intValue).max().orElse(1)));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static String signed(double value) {
        return (value < 0 ? "" : "+") + number(value);
    }

    /// Whole numbers as they are, others with five significant digits.
    private static String number(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) && size < 1e12) {
            return Long.toString((long) value);
        }
        return size >= 1e-4 && size < 1e12
                ? String.format(Locale.ROOT, "%." + decimals(size) + "f", value)
                : String.format(Locale.ROOT, "%.4e", value);
    }

    private static int decimals(double size) {
        return Math.clamp(4 - (int) Math.floor(Math.log10(size)), 0, 8);
    }
}
