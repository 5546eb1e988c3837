package io.tidemark.trainer.pipeline;

import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.step.StepFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which base row is in which part, as a file for people: setting rows aside takes less time than reading the file, so
/// it is done in each run.
///
/// @param base all rows
/// @param split the parts
public record SplitFiles(TrainingTable base, RowSplit split) implements StepFiles<RowSplit> {
    /// Name of the file: row, split.
    public static final String FILE = "splits.csv";

    @Override
    public void write(Path folder, RowSplit result) throws IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve(FILE))) {
            csv.write("row,split\n");
            for (int row = 0; row < base.rows(); row++) {
                csv.write(CsvCells.quoted(base.id(row)));
                csv.write(result.isTest(row) ? ",test\n" : ",train\n");
            }
        }
    }

    @Override
    public RowSplit read(Path folder) {
        return split;
    }
}
