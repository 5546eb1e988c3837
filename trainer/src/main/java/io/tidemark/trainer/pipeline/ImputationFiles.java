package io.tidemark.trainer.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.model.fit.ImputationComparison;
import io.tidemark.model.fit.ImputationFit;
import io.tidemark.model.pipeline.ImputationFormat;
import io.tidemark.trainer.step.StepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How missing values are filled in, as files: what was compared and the fixed values for people, what is computed from
/// a row's other values in binary.
final class ImputationFiles implements StepFiles<ImputationFit> {
    private static final String FILLS = "imputation.json";
    private static final String COMPUTED = "imputation.bin";

    @Override
    public void write(Path folder, ImputationFit fit) throws IOException {
        StepJson.write(
                folder.resolve(FILLS),
                new Fills(Arrays.stream(fit.fills()).boxed().toList(), fit.comparisons()));
        Files.write(folder.resolve(COMPUTED), ImputationFormat.write(fit.imputation()));
    }

    @Override
    public ImputationFit read(Path folder) throws IOException {
        Fills fills = StepJson.read(folder.resolve(FILLS), new TypeReference<Fills>() {});
        return new ImputationFit(
                fills.fills().stream().mapToDouble(Double::doubleValue).toArray(),
                ImputationFormat.read(Files.readAllBytes(folder.resolve(COMPUTED))),
                fills.comparisons());
    }

    /// @param fills one value per feature
    private record Fills(List<Double> fills, List<ImputationComparison> comparisons) {}
}
