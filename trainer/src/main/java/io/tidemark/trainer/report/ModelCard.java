package io.tidemark.trainer.report;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.pipeline.Metrics;
import io.tidemark.trainer.pipeline.Segments;
import io.tidemark.trainer.pipeline.TrainingResult;

/// The model card of a run: what the model is for, what it was made of, how good it is and for whom, in Markdown.
public final class ModelCard {
    private ModelCard() {}

    /// The card.
    public static String of(String runId, ModelManifest manifest, TrainingResult result) {
        BundleDescriptor.Training training = result.bundle().descriptor().training();
        StringBuilder card = new StringBuilder();
        card.append("# ").append(manifest.name()).append("\n\n");
        card.append(manifest.description()).append("\n\n");
        card.append("- Predicts: ").append(manifest.target().name());
        if (!manifest.target().unit().isEmpty()) {
            card.append(", ").append(manifest.target().unit());
        }
        card.append("\n- Algorithm: ")
                .append(training.algorithm())
                .append(", parameters `")
                .append(training.parameters())
                .append("`\n- Training run: ")
                .append(runId)
                .append("\n- Trained on: ")
                .append(training.rows())
                .append(" rows of ")
                .append(escaped(training.data()))
                .append("\n- Verdict of the gates: ")
                .append(result.gates().approved() ? "APPROVED" : "REJECTED")
                .append("\n\n## Features\n\n| feature | kind | required |\n|---|---|---|\n");
        for (FeatureSpec feature : manifest.features()) {
            card.append("| ")
                    .append(escaped(feature.name()))
                    .append(" | ")
                    .append(kind(feature))
                    .append(" | ")
                    .append(feature.required() ? "yes" : "no")
                    .append(" |\n");
        }
        card.append("\n## Quality on ")
                .append(result.evaluation().rows())
                .append(result.evaluation().isRecent() ? " recent outcomes" : " test rows")
                .append("\n\n| metric | value | 95 % confidence |\n|---|---|---|\n");
        result.evaluation()
                .report()
                .estimates()
                .forEach((metric, estimate) -> card.append("| ")
                        .append(metric.key())
                        .append(" | ")
                        .append(Shown.number(estimate.value()))
                        .append(" | ")
                        .append(Shown.interval(estimate))
                        .append(" |\n"));
        result.segments()
                .forEach(segments -> segments(card, segments, result.selection().metric()));
        card.append("\n## Gates\n\n");
        for (GateFinding finding : result.gates().findings()) {
            card.append("- ")
                    .append(finding.passed() ? "passed: " : "**failed**: ")
                    .append(escaped(finding.message()))
                    .append('\n');
        }
        return card.toString();
    }

    private static void segments(StringBuilder card, Segments segments, String metricKey) {
        Metric metric = Metrics.require(metricKey);
        card.append("\n## By ")
                .append(escaped(segments.feature()))
                .append("\n\n| ")
                .append(escaped(segments.feature()))
                .append(" | rows | ")
                .append(metric.key())
                .append(" |\n|---|---|---|\n");
        for (Segments.Segment segment : segments.segments()) {
            card.append("| ")
                    .append(escaped(segment.name()))
                    .append(" | ")
                    .append(segment.rows())
                    .append(" | ")
                    .append(Shown.number(segment.report().value(metric).orElse(Double.NaN)))
                    .append(" |\n");
        }
    }

    private static String kind(FeatureSpec feature) {
        return switch (feature) {
            case FeatureSpec.NumberFeature number ->
                "number" + (number.unit().isEmpty() ? "" : ", " + escaped(number.unit())) + ", " + number.range();
            case FeatureSpec.CategoryFeature category -> "one of " + escaped(String.join(", ", category.categories()));
            case FeatureSpec.BooleanFeature flag -> "true or false";
        };
    }

    /// Text that Markdown would read as markup stays text. MLflow's page shows the backslash before an angle bracket.
    private static String escaped(String text) {
        return text.replaceAll("([\\\\|`*_\\[\\]])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('\n', ' ');
    }
}
