package io.tidemark.trainer.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.trainer.step.StepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the comparison of algorithms came to, as files: JSON, and a table for people.
final class SelectionFiles implements StepFiles<SelectionResult> {
    private static final String RESULT = "selection.json";

    @Override
    public void write(Path folder, SelectionResult selection) throws IOException {
        StepJson.write(folder.resolve(RESULT), selection);
        Files.writeString(folder.resolve(CandidateTable.FILE), CandidateTable.csv(selection.candidates()));
    }

    @Override
    public SelectionResult read(Path folder) throws IOException {
        return StepJson.read(folder.resolve(RESULT), new TypeReference<SelectionResult>() {});
    }
}
