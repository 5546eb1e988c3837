package io.tidemark.trainer.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of rows as they stand. What a cell means, [RowReader] says.
interface RowFile {
    /// How a Parquet file begins and ends.
    String PARQUET_MAGIC = "PAR1";

    /// What cells are.
    Kind kind();

    /// Names of the columns, in their order; a name may stand there twice.
    ///
    /// @throws DataException when the file has no rows, or cannot be parsed
    List<String> columns();

    /// Hands each row to `sink`, in the order of the file.
    ///
    /// @param wanted names of the columns whose cells are asked for; others may be absent
    /// @throws DataException when a row cannot be parsed
    void forEach(List<String> wanted, RowSink sink);

    /// The file, by what it begins with: Parquet, a JSON object, else CSV.
    ///
    /// @throws DataException when it is empty or cannot be read
    static RowFile of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(PARQUET_MAGIC.length());
            if (new String(begin, StandardCharsets.ISO_8859_1).equals(PARQUET_MAGIC)) {
                return new ParquetRows(file);
            }
            for (byte b : begin) {
                if (!Character.isWhitespace(b)) {
                    return b == '{' ? new JsonRows(file) : new CsvRows(file);
                }
            }
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (!Character.isWhitespace(b)) {
                    return b == '{' ? new JsonRows(file) : new CsvRows(file);
                }
            }
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
        throw new DataException(
                "Found an empty file " + file + ", expected CSV with a header, JSON lines, or Parquet.");
    }

    /// What cells are.
    enum Kind {
        /// Text as it stands in a CSV file; never null.
        TEXT,
        /// Values of JSON objects; null where an object has no such key.
        JSON,
        /// Values of typed columns, dates and times as such.
        TYPED,
        /// Values as events carried them: nothing is read into them.
        EVENTS
    }

    /// A row; it is another one after the sink has returned.
    interface RawRow {
        /// Line in the file, from 1; of JSON lines the object, of typed columns the row.
        long line();

        /// The cell of a column that was asked for.
        ///
        /// @param column index in the columns of the file
        @Nullable
        Object cell(int column);

        /// How many bytes of the file were read so far, about.
        long position();
    }

    /// Takes rows.
    @FunctionalInterface
    interface RowSink {
        void accept(RawRow row);
    }
}
