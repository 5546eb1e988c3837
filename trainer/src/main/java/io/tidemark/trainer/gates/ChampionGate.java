package io.tidemark.trainer.gates;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.GatesSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Metrics;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The new version is not worse than the one that serves, on the same rows.
///
/// Judged by the paired difference and its confidence interval: the interval's worse end has to stay within the margin.
/// When the rows are too few to tell a difference of the size of the margin, the difference itself has to.
final class ChampionGate implements Gate {
    private final ModelManifest manifest;
    private final GatesSpec.ChampionGate spec;

    ChampionGate(ModelManifest manifest, GatesSpec.ChampionGate spec) {
        this.manifest = manifest;
        this.spec = spec;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        return evidence.champion()
                .map(serving -> List.of(judge(evidence, serving)))
                .orElse(List.of());
    }

    private GateFinding judge(Evidence evidence, ModelBundle serving) {
        Optional<String> difference = difference(serving);
        if (difference.isPresent()) {
            return new GateFinding(
                    "champion",
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    "not compared: the champion has " + difference.get() + " than the manifest");
        }
        Evaluation evaluation = evidence.evaluation();
        Metric metric = Metrics.require(spec.metric());
        PairedDifference paired = PairedDifference.of(
                (actual, scores) -> Metrics.value(manifest, spec.metric(), actual, scores),
                metric,
                evaluation.actual(),
                evaluation.scores(),
                scores(serving, evidence.rows()),
                spec.confidence());
        double margin = Math.abs(paired.champion()) * spec.maxWorsePct() / 100;
        Interval interval = paired.lossInterval();
        boolean tells = interval.high() - paired.loss() <= margin;
        boolean passed = (tells ? interval.high() : paired.loss()) <= margin;
        String rows = evaluation.rows() + (evaluation.isRecent() ? " recent" : " test") + " rows";
        return new GateFinding(
                "champion",
                passed,
                Optional.of(paired.challenger()).filter(Double::isFinite),
                Optional.of(paired.champion() + (Compared.worse(metric, 1, 0) ? margin : -margin))
                        .filter(Double::isFinite),
                metric.key() + " is " + Compared.shown(paired.challenger()) + ", the champion has "
                        + Compared.shown(paired.champion()) + " on the same " + rows + "; "
                        + compared(paired, interval) + ", allowed " + Compared.shown(spec.maxWorsePct()) + " % worse"
                        + (tells ? "" : " (too few rows to tell that much apart: judged by the difference alone)"));
    }

    private String compared(PairedDifference paired, Interval interval) {
        boolean better = paired.loss() < 0;
        double scale = (better ? -100 : 100) / Math.abs(paired.champion());
        return "it is " + (better ? "better" : "worse") + " by " + Compared.shown(scale * paired.loss()) + " % ("
                + Compared.shown(scale * (better ? interval.high() : interval.low())) + " to "
                + Compared.shown(scale * (better ? interval.low() : interval.high())) + " at "
                + new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(100 * spec.confidence())
                + " % confidence)";
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
        double[] scores = new double[rows.rows() * scorer.outputs()];
        for (int i = 0; i < rows.rows(); i++) {
            rows.row(i, raw);
            scorer.score(raw, scores, i);
        }
        return scores;
    }
}
