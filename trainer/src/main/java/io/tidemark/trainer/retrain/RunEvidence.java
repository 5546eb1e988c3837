package io.tidemark.trainer.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tidemark.event.GateResult;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.run.RegisteredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the log is told of a run beside its version.
///
/// @param gates gates in the order in which they were checked
/// @param rows rows of base data
/// @param replayedRows labelled outcomes among what it was trained on
record RunEvidence(List<GateResult> gates, long rows, long replayedRows) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(RunEvidence.class);

    RunEvidence {
        gates = List.copyOf(gates);
    }

    /// The evidence of a run: from memory, or from its folder when an earlier try registered it and died.
    static RunEvidence of(RegisteredRun run) {
        return run.result().map(RunEvidence::of).orElseGet(() -> of(run.folder(), run.version()));
    }

    private static RunEvidence of(TrainingResult result) {
        return new RunEvidence(
                result.gates().findings().stream()
                        .map(finding -> GateResult.newBuilder()
                                .setGate(finding.gate())
                                .setPassed(finding.passed())
                                .setObserved(finding.observed().orElse(null))
                                .setLimit(finding.limit().orElse(null))
                                .setMessage(finding.message())
                                .build())
                        .toList(),
                result.split().train().length + result.split().test().length,
                result.bundle()
                        .descriptor()
                        .training()
                        .replay()
                        .map(replay -> replay.rows())
                        .orElse(0L));
    }

    /// A folder that is gone or cannot be read costs no answer: the version and its verdict are in the registry.
    private static RunEvidence of(Path folder, ModelVersion version) {
        long replayed = Long.parseLong(version.tags().getOrDefault("replayed_rows", "0"));
        try {
            return new RunEvidence(gates(folder), rows(folder), replayed);
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            LOG.warn("The evidence of run {} cannot be read from {}.", version.runId(), folder, e);
            return new RunEvidence(List.of(), 0, replayed);
        }
    }

    private static List<GateResult> gates(Path folder) throws IOException {
        List<GateResult> gates = new ArrayList<>();
        for (JsonNode gate :
                JSON.readTree(folder.resolve("gates.json").toFile()).path("gates")) {
            gates.add(GateResult.newBuilder()
                    .setGate(gate.path("gate").asText())
                    .setPassed(gate.path("passed").asBoolean())
                    .setObserved(number(gate.path("observed")))
                    .setLimit(number(gate.path("limit")))
                    .setMessage(gate.path("message").asText())
                    .build());
        }
        return gates;
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : null;
    }

    /// Each row of the base data stands in `splits.csv`, below a header.
    private static long rows(Path folder) throws IOException {
        Path splits = folder.resolve("splits.csv");
        if (!Files.exists(splits)) {
            return 0;
        }
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(splits);
                Stream<CsvRecord> lines = csv.stream()) {
            return Math.max(0, lines.count() - 1);
        }
    }
}
