package io.tidemark.trainer.foreign;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.RowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows with what the tool that trained the model predicts for them.
///
/// @param rows rows, in the order of the file
/// @param predictions `[rows]` the tool's prediction; for two classes the probability of the positive one
record ReferenceRows(List<DataRow> rows, List<Double> predictions) {
    ReferenceRows {
        rows = List.copyOf(rows);
        predictions = List.copyOf(predictions);
    }

    /// Reads CSV.
    ///
    /// @param column name of the column with the predictions
    /// @throws DataException when the file cannot be read, or a row has no prediction
    static ReferenceRows read(ModelManifest manifest, Path file, String column) {
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, file).forEach(rows::add);
        List<Double> predictions = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : csv) {
                predictions.add(prediction(line, file, column));
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new DataException("The data file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (rows.size() != predictions.size()) {
            throw new DataException("Found " + predictions.size() + " lines with a prediction in " + file
                    + ", expected " + rows.size() + ".");
        }
        return new ReferenceRows(rows, predictions);
    }

    private static double prediction(NamedCsvRecord line, Path file, String column) {
        String text = line.findField(column)
                .orElseThrow(() -> new DataException("Found the columns " + String.join(" | ", line.getHeader())
                        + " in " + file + ", expected '" + column
                        + "' too: what the tool that trained the model predicts for the row."));
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new DataException(
                    "Found '" + text + "' in column " + column + " at line " + line.getStartingLineNumber() + " of "
                            + file + ", expected a number.",
                    e);
        }
        throw new DataException("Found '" + text + "' in column " + column + " at line " + line.getStartingLineNumber()
                + " of " + file + ", expected a finite number.");
    }
}
