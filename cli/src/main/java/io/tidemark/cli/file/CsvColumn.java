package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// The cells of one column: numbers as long as all of them are, and all texts by number.
///
/// Bounded by 8 bytes a row and one copy of each distinct text.
final class CsvColumn {
    /// What counts as missing: pandas' own list.
    private static final Set<String> MISSING = Set.of(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile("[+-]?\\d+,\\d+(e[+-]?\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?( ?(Z|UTC|[+-]\\d{2}:?\\d{2}))?)?");

    /// From so many rows on a text column may be one of names for rows.
    private static final int LEAST_UNIQUE_ROWS = 50;

    private static final double UNIQUE_SHARE = 0.95;
    private static final int MISSING_CODE = -1;
    private static final int FIRST_ROWS = 1024;

    private final String name;
    private final boolean decimalComma;
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private int[] codes = new int[FIRST_ROWS];
    private int rows;

    /// @param decimalComma true when numbers may be written `3,14`
    CsvColumn(String name, boolean decimalComma) {
        this.name = name;
        this.decimalComma = decimalComma;
    }

    void add(String cell) {
        if (rows == codes.length) {
            codes = Arrays.copyOf(codes, rows * 2);
        }
        String text = cell.strip();
        if (decimalComma && DECIMAL_COMMA.matcher(text).matches()) {
            text = text.replace(',', '.');
        }
        codes[rows++] = MISSING.contains(text) ? MISSING_CODE : texts.computeIfAbsent(text, key -> texts.size());
    }

    String name() {
        return name;
    }

    int rows() {
        return rows;
    }

    /// Rows without a value.
    int missing() {
        int missing = 0;
        for (int row = 0; row < rows; row++) {
            missing += codes[row] == MISSING_CODE ? 1 : 0;
        }
        return missing;
    }

    /// Whether each value is a number. A column without any value is none.
    boolean isNumeric() {
        return !texts.isEmpty() && texts.keySet().stream().allMatch(CsvColumn::isNumber);
    }

    /// Whether each row has a value, written as a whole number.
    boolean isWhole() {
        return missing() == 0
                && texts.keySet().stream().allMatch(text -> WHOLE.matcher(text).matches());
    }

    /// Whether each value is a date or time of ISO 8601. A column without any value is none.
    boolean isTime() {
        return !texts.isEmpty()
                && texts.keySet().stream().allMatch(text -> TIME.matcher(text).matches());
    }

    /// Whether the values are texts that hardly occur twice, as identifiers do.
    boolean isUnique() {
        int present = rows - missing();
        return present >= LEAST_UNIQUE_ROWS && texts.size() >= UNIQUE_SHARE * present && !isNumeric();
    }

    /// The distinct texts, in the order of their first rows.
    Set<String> texts() {
        return texts.keySet();
    }

    /// The numbers; NaN where there is none.
    double[] numbers() {
        double[] byCode = texts.keySet().stream().mapToDouble(CsvColumn::number).toArray();
        return values(byCode);
    }

    /// The texts as numbers of a list of others'; NaN where there is none.
    ///
    /// @param known number of each text
    double[] codes(Map<String, Integer> known) {
        return mapped(text -> known.getOrDefault(text, -1));
    }

    /// What each text is mapped to; NaN where there is none.
    double[] mapped(ToDoubleFunction<String> meaning) {
        return values(texts.keySet().stream().mapToDouble(meaning).toArray());
    }

    /// The numbers, as of a column that has nothing else.
    ///
    /// @throws UserError when it has
    double[] requireNumeric() {
        if (!isNumeric()) {
            throw new UserError(texts.keySet().stream()
                    .filter(text -> !isNumber(text))
                    .findFirst()
                    .map(text -> "Found '" + text + "' in column " + name + ", expected numbers.")
                    .orElse("Found nothing in column " + name + ", expected numbers."));
        }
        return numbers();
    }

    /// The text of a row; empty where there is none.
    String[] cells() {
        String[] byCode = texts.keySet().toArray(String[]::new);
        String[] cells = new String[rows];
        for (int row = 0; row < rows; row++) {
            cells[row] = codes[row] == MISSING_CODE ? "" : byCode[codes[row]];
        }
        return cells;
    }

    private double[] values(double[] byCode) {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = codes[row] == MISSING_CODE ? Double.NaN : byCode[codes[row]];
        }
        return values;
    }

    private static boolean isNumber(String text) {
        return !Double.isNaN(number(text));
    }

    /// The number of a text; NaN when it is none. Java's own suffixes and hexadecimal forms are no numbers.
    static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> NUMBER.matcher(lower).matches() ? Double.parseDouble(lower) : Double.NaN;
        };
    }
}
