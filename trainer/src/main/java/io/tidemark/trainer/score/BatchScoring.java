package io.tidemark.trainer.score;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.pipeline.ClassColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Scores the rows of a file, one by one, in bounded memory.
///
/// The result is CSV: `row` (the id column's value, else the line), `predicted` with the ends of its interval, or
/// `probability` and `predicted` (several classes: `predicted`, its `probability`, and one more of each class), and
/// `error`: a row that the stream would make a dead letter has no prediction and the reason instead. The file appears
/// under its name when it is whole.
public final class BatchScoring {
    private static final long ROWS_PER_NEWS = 10_000;

    private final ModelBundle bundle;
    private final ModelManifest manifest;

    /// @param bundle the version to score with; its own manifest says how rows are read
    public BatchScoring(ModelBundle bundle) {
        this.bundle = bundle;
        this.manifest = ManifestReader.read(bundle.descriptor().model() + " bundle", bundle.manifest(), List.of());
    }

    /// Scores a file.
    ///
    /// @param data CSV, JSON lines or Parquet
    /// @param out the result's file
    /// @param progress hears how many rows are done
    /// @throws DataException when a file cannot be read or written, or a feature's column is missing
    public Counts score(Path data, Path out, LongConsumer progress) {
        Path partial = out.resolveSibling(out.getFileName() + ".partial");
        try {
            Run run;
            try (CsvWriter csv = CsvWriter.builder().build(partial)) {
                run = new Run(csv, progress);
                new RowReader(manifest, data).forEach(run);
            }
            Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING);
            return new Counts(run.rows - run.refused, run.refused, run.firstError);
        } catch (IOException | UncheckedIOException e) {
            throw new DataException("The scores cannot be written to " + out + ": " + e.getMessage(), e);
        } finally {
            delete(partial);
        }
    }

    private static void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new DataException("The file " + partial + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /// What came of the rows.
    ///
    /// @param scored rows with a score
    /// @param refused rows without
    /// @param firstError why the first one was refused; empty when none was
    public record Counts(long scored, long refused, String firstError) {}

    private final class Run implements Consumer<DataRow> {
        private final ModelScorer scorer = bundle.newScorer();
        private final ViewJoin views = new ViewJoin(manifest.views());
        private final double threshold = bundle.descriptor().threshold().orElse(Double.NaN);
        private final Optional<PredictionIntervals> intervals =
                bundle.descriptor().intervals();
        private final CsvWriter csv;
        private final LongConsumer progress;
        private long rows;
        private long refused;
        private String firstError = "";

        Run(CsvWriter csv, LongConsumer progress) {
            this.csv = csv;
            this.progress = progress;
            csv.writeRecord(
                    switch (bundle.descriptor().task()) {
                        case REGRESSION -> List.of("row", "predicted", "lower", "upper", "error");
                        case BINARY -> List.of("row", "probability", "predicted", "error");
                        case MULTICLASS -> {
                            List<String> header = new ArrayList<>(List.of("row", "predicted", "probability"));
                            header.addAll(ClassColumns.of(
                                    "probability", bundle.descriptor().classes()));
                            header.add("error");
                            yield header;
                        }
                    });
        }

        @Override
        public void accept(DataRow row) {
            String id = row.id().orElse(Long.toString(row.line()));
            Violation violation = scorer.encode(views.withDefaults(row.values()));
            if (violation == null) {
                write(id, scorer.score(), "");
            } else {
                refused++;
                if (firstError.isEmpty()) {
                    firstError = "line " + row.line() + ": " + violation.message();
                }
                write(id, Double.NaN, violation.message());
            }
            if (++rows % ROWS_PER_NEWS == 0) {
                progress.accept(rows);
            }
        }

        private void write(String id, double score, String error) {
            String shown = Double.isNaN(score) ? "" : Double.toString(score);
            switch (bundle.descriptor().task()) {
                case BINARY -> csv.writeRecord(id, shown, Double.isNaN(score) ? "" : answer(score), error);
                case MULTICLASS -> csv.writeRecord(ofClasses(id, shown, error));
                case REGRESSION -> {
                    Optional<Double> halfWidth =
                            intervals.filter(present -> !Double.isNaN(score)).map(present -> present.halfWidth(score));
                    csv.writeRecord(
                            id,
                            shown,
                            halfWidth.map(half -> Double.toString(score - half)).orElse(""),
                            halfWidth.map(half -> Double.toString(score + half)).orElse(""),
                            error);
                }
            }
        }

        private List<String> ofClasses(String id, String shown, String error) {
            List<String> cells = new ArrayList<>(List.of(id));
            cells.add(shown.isEmpty() ? "" : bundle.descriptor().classes().get(scorer.predictedClass()));
            cells.add(shown);
            for (double probability : scorer.probabilities()) {
                cells.add(shown.isEmpty() ? "" : Double.toString(probability));
            }
            cells.add(error);
            return cells;
        }

        private String answer(double probability) {
            return bundle.descriptor().classes().get(probability >= threshold ? 1 : 0);
        }
    }
}
