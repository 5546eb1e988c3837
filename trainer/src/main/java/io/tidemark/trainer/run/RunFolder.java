package io.tidemark.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.pipeline.CandidateTable;
import io.tidemark.trainer.pipeline.ClassColumns;
import io.tidemark.trainer.pipeline.CsvCells;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Segments;
import io.tidemark.trainer.pipeline.SplitFiles;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TunedThreshold;
import io.tidemark.trainer.prepare.CheckedData;
import io.tidemark.trainer.report.ModelCard;
import io.tidemark.trainer.report.ModelConfig;
import io.tidemark.trainer.report.TrainingReport;
import io.tidemark.trainer.step.StepRecord;
import io.tidemark.trainer.sweep.SweepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The evidence of a run, for whoever does not believe it: metrics, gates, candidates, who was in which split, and
/// what was predicted for the rows that judged.
final class RunFolder {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private RunFolder() {}

    static void write(Path folder, String runId, ModelManifest manifest, CheckedData data, TrainingResult result) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("metrics.json"), metrics(result));
            Files.writeString(folder.resolve("gates.json"), gates(result));
            Files.writeString(folder.resolve(CandidateTable.FILE), CandidateTable.csv(result.candidates()));
            if (result.tuning().isPresent()) {
                SweepFiles.write(
                        folder,
                        result.tuning().get().sweep(),
                        result.tuning().get().metric());
            }
            new SplitFiles(data.table(), result.split()).write(folder, result.split());
            Files.writeString(folder.resolve("predictions-test.csv"), predictions(manifest, result.evaluation()));
            Files.writeString(folder.resolve("manifest.yaml"), manifest.yaml());
            Files.writeString(folder.resolve("model_config.yaml"), ModelConfig.yaml(runId, manifest, result));
            Files.writeString(folder.resolve("model-card.md"), ModelCard.of(runId, manifest, result));
            Files.writeString(folder.resolve("data.json"), json(data.findings()));
            Files.writeString(folder.resolve("imputation.json"), json(result.imputations()));
            Files.writeString(folder.resolve("clusters.json"), json(result.clusters()));
            Files.writeString(folder.resolve("cluster-trials.json"), json(result.clusterTrials()));
            writeReport(folder, TrainingReport.of(runId, manifest, result, data.findings()));
        } catch (IOException e) {
            throw new DataException("The run's folder " + folder + " cannot be written: " + e, e);
        }
    }

    /// Says what happened to each step.
    static void writeSteps(Path folder, List<StepRecord> steps) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("steps.json"), json(steps));
        } catch (IOException e) {
            throw new DataException("The run's folder " + folder + " cannot be written: " + e, e);
        }
    }

    private static String json(Object value) throws JsonProcessingException {
        return JSON.writeValueAsString(value) + "\n";
    }

    private static void writeReport(Path folder, TrainingReport report) throws IOException {
        Files.writeString(folder.resolve("report.html"), report.html());
        Path plots = Files.createDirectories(folder.resolve("plots"));
        for (Map.Entry<String, String> plot : report.plots().entrySet()) {
            String name = plot.getKey().replaceAll("[^A-Za-z0-9._-]", "_");
            Files.writeString(plots.resolve(name + ".svg"), plot.getValue());
        }
    }

    private static String metrics(TrainingResult result) throws JsonProcessingException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("rows", result.evaluation().rows());
        metrics.put("rows_are", result.evaluation().isRecent() ? "recent outcomes" : "test split");
        metrics.put("bundle_sha256", result.sha256());
        metrics.put("algorithm", result.bundle().descriptor().training().algorithm());
        metrics.put("parameters", result.bundle().descriptor().training().parameters());
        metrics.put("metrics", result.metrics());
        Map<String, Object> intervals = new LinkedHashMap<>();
        result.evaluation()
                .report()
                .estimates()
                .forEach((metric, estimate) -> estimate.interval()
                        .ifPresent(interval ->
                                intervals.put(metric.key(), new double[] {interval.low(), interval.high()})));
        metrics.put("confidence_95", intervals);
        result.intervals().ifPresent(check -> metrics.put("prediction_intervals", check));
        result.tunedThreshold().ifPresent(tuned -> metrics.put("tuned_threshold", tuned(tuned)));
        metrics.put("segments", segments(result));
        metrics.put("importances", result.importances());
        return JSON.writeValueAsString(metrics) + "\n";
    }

    private static Map<String, Object> tuned(TunedThreshold tuned) {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("threshold", tuned.threshold());
        found.put("f1_held_back", tuned.f1());
        found.put("metrics", tuned.report().values());
        return found;
    }

    private static String gates(TrainingResult result) throws JsonProcessingException {
        Map<String, Object> gates = new LinkedHashMap<>();
        gates.put("verdict", result.gates().approved() ? "APPROVED" : "REJECTED");
        gates.put("gates", result.gates().findings());
        return JSON.writeValueAsString(gates) + "\n";
    }

    private static Map<String, Object> segments(TrainingResult result) {
        Map<String, Object> features = new LinkedHashMap<>();
        for (Segments segments : result.segments()) {
            Map<String, Object> values = new LinkedHashMap<>();
            segments.segments()
                    .forEach(segment -> values.put(
                            segment.name(),
                            Map.of(
                                    "rows",
                                    segment.rows(),
                                    "metrics",
                                    new TreeMap<>(segment.report().values()))));
            features.put(segments.feature(), values);
        }
        return features;
    }

    private static String predictions(ModelManifest manifest, Evaluation evaluation) {
        List<String> classes = manifest.target().classes();
        StringBuilder csv = new StringBuilder("row,actual,")
                .append(
                        switch (manifest.task()) {
                            case REGRESSION -> "predicted";
                            case BINARY -> "probability";
                            case MULTICLASS ->
                                "predicted,"
                                        + ClassColumns.of("probability", classes).stream()
                                                .map(CsvCells::quoted)
                                                .collect(Collectors.joining(","));
                        })
                .append('\n');
        for (int row = 0; row < evaluation.rows(); row++) {
            csv.append(CsvCells.quoted(evaluation.id(row)))
                    .append(',')
                    .append(
                            manifest.task() == Task.MULTICLASS
                                    ? CsvCells.quoted(classes.get((int) evaluation.actual(row)))
                                    : Double.toString(evaluation.actual(row)));
            if (manifest.task() == Task.MULTICLASS) {
                csv.append(',').append(CsvCells.quoted(classes.get(evaluation.predictedClass(row))));
            }
            for (int output = 0; output < evaluation.outputs(); output++) {
                csv.append(',').append(evaluation.score(row, output));
            }
            csv.append('\n');
        }
        return csv.toString();
    }
}
