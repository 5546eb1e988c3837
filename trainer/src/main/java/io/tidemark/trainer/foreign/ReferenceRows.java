package io.tidemark.trainer.foreign;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.pipeline.ClassColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows with what the tool that trained the model predicts for them.
///
/// @param rows rows, in the order of the file
/// @param predictions `[rows * outputs]`, row by row, the tool's prediction; for two classes the probability of the
///     positive one; for more that of each class, brought to the sum 1
record ReferenceRows(List<DataRow> rows, List<Double> predictions) {
    ReferenceRows {
        rows = List.copyOf(rows);
        predictions = List.copyOf(predictions);
    }

    /// Reads CSV.
    ///
    /// @param column name of the column with the predictions; for three classes or more there is one for each,
    ///     `column_class`
    /// @throws DataException when the file cannot be read, or a row has no prediction
    static ReferenceRows read(ModelManifest manifest, Path file, String column) {
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, file).forEach(rows::add);
        List<String> columns = manifest.task() == Task.MULTICLASS
                ? ClassColumns.of(column, manifest.target().classes())
                : List.of(column);
        List<Double> predictions = new ArrayList<>();
        int lines = 0;
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : csv) {
                lines++;
                List<Double> ofLine =
                        columns.stream().map(one -> prediction(line, file, one)).toList();
                double sum = ofLine.stream().mapToDouble(Double::doubleValue).sum();
                // One class against the rest: some tools leave it to the reader to bring them to the sum 1.
                ofLine.forEach(one -> predictions.add(ofLine.size() == 1 ? one : one / sum));
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new DataException("The data file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (rows.size() != lines) {
            throw new DataException(
                    "Found " + lines + " lines with a prediction in " + file + ", expected " + rows.size() + ".");
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
