package io.tidemark.trainer.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// CSV with commas; the first line names the columns.
///
/// @param path the file
record CsvRows(Path path) implements RowFile {
    private static final String OTHER_DELIMITERS = ";\t|";

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public List<String> columns() {
        try (CsvReader<CsvRecord> csv = open(new CountingStream(Files.newInputStream(path)))) {
            Iterator<CsvRecord> lines = csv.iterator();
            if (lines.hasNext()) {
                List<String> header = lines.next().getFields();
                if (lines.hasNext()) {
                    return header;
                }
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw DataException.unreadable(path, e);
        }
        throw new DataException("Found a header and no rows in " + path + ", expected rows below it.");
    }

    @Override
    public void forEach(List<String> wanted, RowSink sink) {
        List<String> header = columns();
        try (CountingStream bytes = new CountingStream(Files.newInputStream(path));
                CsvReader<CsvRecord> csv = open(bytes);
                Stream<CsvRecord> lines = csv.stream().skip(1)) {
            lines.forEach(line -> {
                if (line.getFieldCount() != header.size()) {
                    throw new DataException("Found " + line.getFieldCount() + " cells at line "
                            + line.getStartingLineNumber() + " of " + path + ", expected " + header.size() + "."
                            + hint(header));
                }
                sink.accept(new Line(line, bytes));
            });
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    /// Rows of other lengths are counted here, where the message can say more.
    private static CsvReader<CsvRecord> open(CountingStream bytes) {
        return CsvReader.builder()
                .detectBomHeader(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(bytes);
    }

    private static String hint(List<String> header) {
        boolean isSuspect =
                header.size() == 1 && header.getFirst().chars().anyMatch(c -> OTHER_DELIMITERS.indexOf(c) >= 0);
        return isSuspect
                ? " The only column is called '" + header.getFirst() + "': is the delimiter a comma, as it should be?"
                : "";
    }

    private record Line(CsvRecord cells, CountingStream bytes) implements RawRow {
        @Override
        public long line() {
            return cells.getStartingLineNumber();
        }

        @Override
        public Object cell(int column) {
            return cells.getField(column);
        }

        @Override
        public long position() {
            return bytes.count();
        }
    }
}
