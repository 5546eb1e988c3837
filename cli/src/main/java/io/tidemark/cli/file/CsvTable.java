package io.tidemark.cli.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tidemark.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A CSV file by columns; the first line names them, and shows what separates them.
final class CsvTable {
    private final Path file;
    private final Map<String, CsvColumn> columns;
    private final int rows;

    private CsvTable(Path file, Map<String, CsvColumn> columns, int rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /// Reads a file.
    ///
    /// @throws UserError when it is no CSV file, has no rows, or a line has more or fewer cells than the first
    static CsvTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("Found no file " + file + ", expected a CSV file there.");
        }
        char separator = Separator.of(file);
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .detectBomHeader(true)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(file)) {
            Iterator<CsvRecord> lines = csv.iterator();
            if (!lines.hasNext()) {
                throw new UserError("Found an empty file " + file + ", expected a line with the columns' names.");
            }
            List<CsvColumn> columns = columns(file, lines.next(), separator == ';');
            int rows = 0;
            while (lines.hasNext()) {
                CsvRecord line = lines.next();
                if (line.getFieldCount() != columns.size()) {
                    throw new UserError("Found " + line.getFieldCount() + " cells in " + file + " line "
                            + line.getStartingLineNumber() + ", expected " + columns.size()
                            + " as in the first line, separated by " + shown(separator) + ".");
                }
                for (int c = 0; c < columns.size(); c++) {
                    columns.get(c).add(line.getField(c));
                }
                rows++;
            }
            if (rows == 0) {
                throw new UserError("Found no rows below the first line of " + file + ", expected one or more.");
            }
            Map<String, CsvColumn> byName = new LinkedHashMap<>();
            columns.forEach(column -> byName.put(column.name(), column));
            return new CsvTable(file, byName, rows);
        } catch (MalformedInputException e) {
            throw new UserError("The file " + file + " cannot be read as CSV: expected text in UTF-8.");
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new UserError("The file " + file + " cannot be read as CSV: " + e.getMessage());
        }
    }

    private static String shown(char separator) {
        return separator == '\t' ? "tabs" : "'" + separator + "'";
    }

    private static List<CsvColumn> columns(Path file, CsvRecord header, boolean decimalComma) {
        Set<String> seen = new HashSet<>();
        List<CsvColumn> columns = new ArrayList<>();
        for (String written : header.getFields()) {
            String name = written.isBlank() ? "column " + (columns.size() + 1) : written.strip();
            if (!seen.add(name)) {
                throw new UserError("Found the column '" + name + "' twice in " + file + ", expected each name once.");
            }
            columns.add(new CsvColumn(name, decimalComma));
        }
        return columns;
    }

    int rows() {
        return rows;
    }

    /// Names of the columns, in the file's order.
    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /// A column.
    ///
    /// @throws UserError when the file has none of this name
    CsvColumn column(String name) {
        CsvColumn column = columns.get(name);
        if (column == null) {
            throw new UserError("Found no column '" + name + "' in " + file + ", expected one of "
                    + String.join(", ", columns.keySet()) + ".");
        }
        return column;
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }
}
