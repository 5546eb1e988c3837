package io.tidemark.trainer.gates;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.GatesSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Asks the manifest's gates of a new version.
public final class GateKeeper {
    private static final double MIB = 1024.0 * 1024;

    private final ModelManifest manifest;
    private final GatesSpec spec;
    private final ModelBundle bundle;
    private final long fileBytes;
    private final List<GateFinding> findings = new ArrayList<>();

    /// @param fileBytes size of the bundle's file
    public GateKeeper(ModelManifest manifest, ModelBundle bundle, long fileBytes) {
        this.manifest = manifest;
        this.spec = manifest.gates();
        this.bundle = bundle;
        this.fileBytes = fileBytes;
    }

    /// Asks all gates.
    ///
    /// @param evaluation what the version scores on the rows that judge
    /// @param libraryScores what the training library scores on the same rows
    /// @param rows the rows themselves
    /// @param champion the version that serves
    public GateReport judge(
            Evaluation evaluation, double[] libraryScores, RawTable rows, Optional<ModelBundle> champion) {
        limits(evaluation);
        parity(evaluation, libraryScores);
        behaviour();
        size();
        champion.ifPresent(serving -> champion(evaluation, rows, serving));
        return new GateReport(findings);
    }

    private void limits(Evaluation evaluation) {
        for (Map.Entry<String, Double> limit : spec.limits().entrySet()) {
            Metric metric = Metrics.require(limit.getKey());
            OptionalDouble value = evaluation.report().value(metric);
            boolean passed = value.isPresent() && !worse(metric, value.getAsDouble(), limit.getValue());
            add(
                    "limit " + metric.key(),
                    passed,
                    value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                    Optional.of(limit.getValue()),
                    metric.key() + " is " + (value.isPresent() ? shown(value.getAsDouble()) : "not defined")
                            + ", required " + (metric.direction() == MetricDirection.HIGHER_IS_BETTER ? ">= " : "<= ")
                            + shown(limit.getValue()));
        }
    }

    private void parity(Evaluation evaluation, double[] libraryScores) {
        double largest = 0;
        for (int i = 0; i < libraryScores.length; i++) {
            largest = Math.max(
                    largest,
                    Math.abs(evaluation.score(i) - libraryScores[i]) / Math.max(1, Math.abs(libraryScores[i])));
        }
        add(
                "parity",
                largest <= spec.parity(),
                Optional.of(largest),
                Optional.of(spec.parity()),
                "compiled model and training library differ by at most " + shown(largest) + " on "
                        + libraryScores.length + " rows, allowed " + shown(spec.parity()));
    }

    /// The same checks that each scorer makes before it serves, with the manifest's latency where that is shorter: what
    /// is approved here is not refused there.
    private void behaviour() {
        String message = "golden rows, finite, varied, median below " + shown(spec.latencyUs()) + " us a row";
        boolean passed = true;
        try {
            new BundleVerifier(
                            BundleVerifier.DEFAULT.tolerance(),
                            Math.min(spec.latencyUs(), BundleVerifier.DEFAULT.latencyUs()))
                    .verify(bundle, List.of());
        } catch (BundleException e) {
            passed = false;
            message = String.valueOf(e.getMessage());
        }
        add("behaviour", passed, Optional.empty(), Optional.of(spec.latencyUs()), message);
    }

    private void size() {
        double sizeMb = fileBytes / MIB;
        add(
                "size",
                sizeMb <= spec.sizeMb(),
                Optional.of(sizeMb),
                Optional.of(spec.sizeMb()),
                "the bundle has " + shown(sizeMb) + " MiB, allowed " + shown(spec.sizeMb()));
    }

    private void champion(Evaluation evaluation, RawTable rows, ModelBundle serving) {
        if (spec.champion().isEmpty()) {
            return;
        }
        GatesSpec.ChampionGate gate = spec.champion().get();
        Metric metric = Metrics.require(gate.metric());
        double[] actual = new double[evaluation.rows()];
        double[] challengerScores = new double[actual.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = evaluation.actual(i);
            challengerScores[i] = evaluation.score(i);
        }
        Optional<String> difference = difference(serving);
        if (difference.isPresent()) {
            add(
                    "champion",
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    "not compared: the champion has " + difference.get() + " than the manifest");
            return;
        }
        double found = Metrics.value(manifest, gate.metric(), actual, challengerScores);
        double champion = Metrics.value(manifest, gate.metric(), actual, scores(serving, rows));
        double margin = Math.abs(champion) * gate.maxWorsePct() / 100;
        double limit = metric.direction() == MetricDirection.HIGHER_IS_BETTER ? champion - margin : champion + margin;
        add(
                "champion",
                Double.isFinite(found) && !worse(metric, found, limit),
                Optional.of(found).filter(Double::isFinite),
                Optional.of(limit).filter(Double::isFinite),
                metric.key() + " is " + shown(found) + ", the champion has " + shown(champion) + " on the same "
                        + actual.length + (evaluation.isRecent() ? " recent" : " test")
                        + " rows, required no worse than "
                        + shown(limit));
    }

    /// What makes the champion's scores of these rows say nothing about the newcomer's.
    private Optional<String> difference(ModelBundle serving) {
        BundleDescriptor champion = serving.descriptor();
        if (champion.task() != manifest.task()
                || !champion.target().equals(manifest.target().name())
                || !champion.classes().equals(manifest.target().classes())) {
            return Optional.of("another target");
        }
        return FeatureSignature.of(serving.features(), List.of())
                        .equals(FeatureSignature.of(manifest.features(), List.of()))
                ? Optional.empty()
                : Optional.of("other features");
    }

    private static double[] scores(ModelBundle serving, RawTable rows) {
        ModelScorer scorer = serving.newScorer();
        double[] raw = new double[rows.features()];
        double[] scores = new double[rows.rows()];
        for (int i = 0; i < scores.length; i++) {
            rows.row(i, raw);
            scores[i] = scorer.score(raw);
        }
        return scores;
    }

    private static boolean worse(Metric metric, double value, double limit) {
        return switch (metric.direction()) {
            case HIGHER_IS_BETTER -> value < limit;
            case LOWER_IS_BETTER -> value > limit;
            case NEARER_TO_ZERO_IS_BETTER -> Math.abs(value) > Math.abs(limit);
        };
    }

    private void add(String gate, boolean passed, Optional<Double> observed, Optional<Double> limit, String message) {
        findings.add(new GateFinding(gate, passed, observed, limit, message));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.4g", value);
    }
}
