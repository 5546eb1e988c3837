package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.file.ClassDetail;
import io.tidemark.cli.file.FileEvaluation.Kind;
import io.tidemark.cli.file.FileEvaluation.Options;
import io.tidemark.cli.file.FileEvaluation.Part;
import io.tidemark.stats.metric.Metric;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What `tidemark evaluate` found, as JSON; docs/files.md describes it.
record EvaluationJson(Options options) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Metrics that can be undefined for some rows: they are null then.
    private static final List<Metric> SOMETIMES_REGRESSION = List.of(Metric.R2, Metric.WMAPE);

    private static final List<Metric> SOMETIMES_BINARY = List.of(Metric.AUC, Metric.KS);

    ObjectNode of(List<Part> parts) {
        Part all = parts.getFirst();
        ObjectNode node = JSON.createObjectNode()
                .put("task", options.kind().name().toLowerCase(Locale.ROOT))
                .put("confidence", options.confidence());
        if (options.kind() == Kind.BINARY) {
            node.put("threshold", options.decidedFrom());
            all.detail()
                    .ifPresent(detail -> node.put("positive", detail.classes().getLast()));
        }
        node.setAll(of(all));
        ObjectNode units = node.putObject("units");
        all.report()
                .estimates()
                .keySet()
                .forEach(metric -> units.put(metric.key(), metric.unit().name().toLowerCase(Locale.ROOT)));
        if (options.segment().isPresent()) {
            ArrayNode segments = node.putArray("segments");
            parts.stream()
                    .skip(1)
                    .forEach(part -> segments.add(
                            JSON.createObjectNode().put("segment", part.name()).setAll(of(part))));
        }
        return node;
    }

    private ObjectNode of(Part part) {
        ObjectNode node =
                JSON.createObjectNode().put("rows", part.report().rows()).put("left_out", part.rejected());
        ObjectNode reasons = node.putObject("left_out_reasons");
        part.leftOut().forEach((reason, rows) -> reasons.put(reason.name().toLowerCase(Locale.ROOT), rows));
        ObjectNode metrics = node.putObject("metrics");
        ObjectNode intervals = node.putObject("intervals");
        part.report().estimates().forEach((metric, estimate) -> {
            metrics.put(metric.key(), estimate.value());
            estimate.interval()
                    .ifPresent(interval ->
                            intervals.putArray(metric.key()).add(interval.low()).add(interval.high()));
        });
        undefined(part).forEach(metric -> metrics.putNull(metric.key()));
        if (!part.classes().isEmpty()) {
            ObjectNode classes = node.putObject("classes");
            part.classes()
                    .forEach((name, scores) -> classes.putObject(name)
                            .put("rows", scores.rows())
                            .put("predicted_rows", scores.predictedRows())
                            .put("precision", scores.precision())
                            .put("recall", scores.recall())
                            .put("f1", scores.f1()));
        }
        part.detail().ifPresent(detail -> add(detail, node));
        return node;
    }

    private Stream<Metric> undefined(Part part) {
        Stream<Metric> sometimes = switch (options.kind()) {
            case REGRESSION -> SOMETIMES_REGRESSION.stream();
            case BINARY ->
                SOMETIMES_BINARY.stream()
                        .filter(metric ->
                                metric == Metric.AUC || options.weight().isEmpty());
            case MULTICLASS -> Stream.of();
        };
        return sometimes.filter(metric -> !part.report().estimates().containsKey(metric));
    }

    private static void add(ClassDetail detail, ObjectNode node) {
        ObjectNode confusion = node.putObject("confusion");
        ArrayNode classes = confusion.putArray("classes");
        detail.classes().forEach(classes::add);
        ArrayNode counts = confusion.putArray("counts");
        detail.counts().forEach(row -> {
            ArrayNode cells = counts.addArray();
            row.forEach(cells::add);
        });
        if (!detail.calibration().isEmpty()) {
            ArrayNode bins = node.putArray("calibration");
            detail.calibration()
                    .forEach(bin -> bins.addObject()
                            .put("low", bin.low())
                            .put("high", bin.high())
                            .put("rows", bin.rows())
                            .put("mean_predicted", bin.meanPredicted())
                            .put("share_actual", bin.shareActual()));
        }
    }
}
