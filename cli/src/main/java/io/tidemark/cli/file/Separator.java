package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What separates the cells of a CSV file.
final class Separator {
    private static final char[] KNOWN = {',', ';', '\t', '|'};

    private Separator() {}

    /// The one of comma, semicolon, tabulator and bar that is most frequent in the first line, outside of quotes; the
    /// comma when there is none.
    static char of(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            while (first != null && first.isBlank()) {
                first = lines.readLine();
            }
            return first == null ? KNOWN[0] : mostFrequent(first);
        } catch (MalformedInputException e) {
            throw new UserError("The file " + file + " cannot be read as CSV: expected text in UTF-8.");
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be read as CSV: " + e.getMessage());
        }
    }

    private static char mostFrequent(String line) {
        int[] counts = new int[KNOWN.length];
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            isQuoted ^= each == '"';
            for (int k = 0; k < KNOWN.length && !isQuoted; k++) {
                counts[k] += each == KNOWN[k] ? 1 : 0;
            }
        }
        int best = 0;
        for (int k = 1; k < KNOWN.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return KNOWN[best];
    }
}
