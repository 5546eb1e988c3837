package io.tidemark.trainer.pipeline;

/// Text as a cell of a CSV file.
public final class CsvCells {
    private CsvCells() {}

    /// The text, in quotation marks unless it is one plain word.
    public static String quoted(String text) {
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')
                ? text
                : '"' + text.replace("\"", "\"\"") + '"';
    }
}
