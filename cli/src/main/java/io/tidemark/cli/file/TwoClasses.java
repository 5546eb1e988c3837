package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Two classes as a file writes them, and which of them is the positive one.
///
/// Numbers are compared by value, so that 1 and 1.0 are one class; words of the usual pairs without regard to case.
///
/// @param found the classes that occur, one or two
/// @param pair negative and positive class
record TwoClasses(Set<String> found, List<String> pair) {
    /// The pairs that need no explanation, the negative class first.
    private static final List<List<String>> PAIRS = List.of(
            List.of("0", "1"),
            List.of("-1", "1"),
            List.of("false", "true"),
            List.of("f", "t"),
            List.of("no", "yes"),
            List.of("n", "y"),
            List.of("negative", "positive"),
            List.of("neg", "pos"));

    /// The classes of a column.
    ///
    /// @param positive the positive one; empty: as the usual pairs have it
    /// @throws UserError when there are more than two, or the positive one cannot be told
    static TwoClasses of(CsvColumn column, Optional<String> positive) {
        Set<String> found = new LinkedHashSet<>();
        column.texts().forEach(text -> found.add(plain(text)));
        if (found.size() > 2) {
            throw new UserError("Found " + found.size() + " classes in column " + column.name() + ", expected two: "
                    + String.join(", ", new ArrayList<>(found).subList(0, 3))
                    + ", ... For several classes use --task multiclass.");
        }
        return new TwoClasses(
                found,
                positive.map(wanted -> named(found, plain(wanted), column)).orElseGet(() -> usual(found, column)));
    }

    private static List<String> named(Set<String> found, String positive, CsvColumn column) {
        if (found.size() == 2 && !found.contains(positive)) {
            throw new UserError("Found the classes " + found + " in column " + column.name()
                    + ", expected the positive class '" + positive + "' among them.");
        }
        String negative = found.stream()
                .filter(text -> !text.equals(positive))
                .findFirst()
                .orElse("");
        return List.of(negative, positive);
    }

    private static List<String> usual(Set<String> found, CsvColumn column) {
        return PAIRS.stream()
                .filter(pair -> pair.containsAll(found))
                .findFirst()
                .orElseThrow(() -> new UserError("Found the classes " + found + " in column " + column.name()
                        + ", expected 0 and 1, false and true, no and yes or the like: name the positive one with"
                        + " --positive."));
    }

    /// 1 for the positive class, 0 for the negative one, NaN where a row has none.
    double[] codes(CsvColumn column) {
        return column.mapped(text -> plain(text).equals(pair.get(1)) ? 1 : 0);
    }

    /// The answers of a column that has classes in place of probabilities; empty when they are no classes.
    Optional<double[]> answers(CsvColumn column) {
        Set<String> texts = new LinkedHashSet<>();
        column.texts().forEach(text -> texts.add(plain(text)));
        if (pair.containsAll(texts)) {
            return Optional.of(codes(column));
        }
        return PAIRS.stream()
                .filter(other -> other.containsAll(texts) && PAIRS.contains(pair))
                .findFirst()
                .map(other -> new TwoClasses(texts, other).codes(column));
    }

    String negative() {
        return pair.getFirst();
    }

    String positive() {
        return pair.getLast();
    }

    /// A class as it is compared.
    static String plain(String text) {
        double number = CsvColumn.number(text);
        if (!Double.isNaN(number)) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return PAIRS.stream().anyMatch(pair -> pair.contains(lower)) ? lower : text;
    }
}
