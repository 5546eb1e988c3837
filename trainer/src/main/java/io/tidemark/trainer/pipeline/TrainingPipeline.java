package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.fit.PipelineFit;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SweepSpec;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.gates.Evidence;
import io.tidemark.trainer.gates.GateKeeper;
import io.tidemark.trainer.gates.GateReport;
import io.tidemark.trainer.pipeline.RunListener.Step;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/// One run: split, select, fit, evaluate, judge, pack.
public final class TrainingPipeline {
    private final TrainingJob job;
    private final ModelManifest manifest;
    private final RunListener listener;

    public TrainingPipeline(TrainingJob job, RunListener listener) {
        this.job = job;
        this.manifest = job.manifest();
        this.listener = listener;
    }

    /// Runs all steps. Equal jobs give equal bundles.
    public TrainingResult run() {
        begin(Step.SPLIT, "setting test rows aside");
        RowSplit split = RowSplit.of(job.base(), manifest.task(), manifest.split());
        FitRows rows = FitRows.of(job.base(), split, job.replay(), manifest.retrain());
        if (ClusterSearch.isNeeded(manifest)) {
            begin(Step.SPLIT, "settling the number of clusters");
            ModelManifest settled =
                    ClusterSearch.settle(manifest, rows, job.threads()).manifest();
            return new TrainingPipeline(job.withManifest(settled), listener).run();
        }

        Choice choice = choose(rows);
        Candidate best = choice.best();

        begin(Step.FIT, "fitting " + best);
        // The model and the twin that its intervals are calibrated by are fitted side by side.
        boolean calibrates = manifest.target().interval().isPresent() && IntervalCalibration.isPossible(rows);
        int threads = calibrates ? Math.max(1, job.threads() / 2) : job.threads();
        try (Workers workers = new Workers(1)) {
            Future<Optional<PredictionIntervals>> intervals = workers.start(() -> manifest.target()
                    .interval()
                    .filter(coverage -> calibrates)
                    .map(coverage -> IntervalCalibration.of(manifest, rows, best, coverage, threads)));
            PreparedRows prepared = PreparedRows.of(manifest, rows);
            try (FittedModel model = Learners.of(best.algorithm(), manifest)
                    .fit(prepared.matrix(), best.parameters(), manifest.split().seed(), threads)) {
                Fit fit = new Fit(prepared.fit(), model, Workers.await(intervals));
                begin(Step.EVALUATE, "scoring rows that the model has not seen");
                return finish(split, rows, choice, fit);
            }
        }
    }

    /// Compares the algorithms, then searches parameters where the manifest wants it.
    private Choice choose(FitRows rows) {
        begin(Step.SELECT, "comparing algorithms");
        try (Workers workers = new Workers(job.threads());
                Folds folds = Folds.of(manifest, rows, workers)) {
            String objective = manifest.sweep()
                    .map(SweepSpec::metric)
                    .orElse(manifest.selection().metric());
            Selection comparison = new Selection(manifest, folds, workers, listener, objective);
            SelectionResult selection = comparison.run();
            Optional<TuningResult> tuning = manifest.sweep()
                    .map(spec -> new Tuning(manifest, spec, folds, listener)
                            .run(selection, comparison, job.folder(), job.threads()));
            return new Choice(selection, tuning);
        }
    }

    /// What was tried.
    private record Choice(SelectionResult selection, Optional<TuningResult> tuning) {
        /// What the version is fitted with, and what that came to in cross-validation.
        CandidateScore winner() {
            return tuning.filter(TuningResult::isBetter)
                    .flatMap(TuningResult::score)
                    .orElseGet(selection::best);
        }

        Candidate best() {
            return new Candidate(winner().algorithm(), winner().parameters());
        }
    }

    /// What was fitted.
    private record Fit(PipelineFit prepared, FittedModel model, Optional<PredictionIntervals> intervals) {
        FeaturePipeline pipeline() {
            return prepared.pipeline();
        }
    }

    private TrainingResult finish(RowSplit split, FitRows rows, Choice choice, Fit fit) {
        FeaturePipeline pipeline = fit.pipeline();
        FittedModel model = fit.model();
        int judged = rows.judgedTarget().length;
        float[] inputs = Inputs.of(pipeline, rows.judgedFeatures());
        double[] scores = model.scores(inputs, judged);
        double[] libraryScores = model.libraryScores(inputs, judged);
        Optional<Double> threshold = threshold();
        MetricReport report = Metrics.report(manifest.task(), rows.judgedTarget(), scores, Metrics.threshold(manifest));
        Evaluation evaluation = new Evaluation(rows.judgedIds(), rows.judgedTarget(), scores, report, rows.areRecent());

        ModelBundle bundle = new ModelBundle(
                descriptor(choice.best(), rows, fit, threshold, report.values()),
                manifest.features(),
                pipeline,
                model.kernel(),
                GoldenRows.pick(manifest, rows.judgedFeatures(), libraryScores),
                ReferenceProfile.of(manifest.features(), rows.reference(), scores),
                manifest.yaml());
        byte[] file = BundleCodec.write(bundle);

        begin(Step.GATES, "judging");
        GateReport gates = new GateKeeper(manifest)
                .judge(new Evidence(
                        bundle,
                        file.length,
                        choice.winner(),
                        evaluation,
                        rows.judgedFeatures(),
                        row -> libraryScores[row],
                        job.champion()));
        return new TrainingResult(
                bundle,
                file,
                Sha256.of(file),
                choice.selection(),
                choice.tuning(),
                evaluation,
                gates,
                split,
                new TrainingResult.Insights(
                        fit.prepared(),
                        Segments.all(manifest, rows.judgedFeatures(), evaluation),
                        fit.intervals().map(intervals -> IntervalCheck.of(intervals, evaluation)),
                        Importance.of(manifest, bundle, rows.judgedFeatures(), rows.judgedTarget())));
    }

    private BundleDescriptor descriptor(
            Candidate best, FitRows rows, Fit fit, Optional<Double> threshold, Map<String, Double> metrics) {
        return new BundleDescriptor(
                manifest.name(),
                manifest.task(),
                manifest.target().name(),
                manifest.target().unit(),
                manifest.target().classes(),
                threshold,
                fit.model().link(),
                FeatureSignature.of(manifest.features(), fit.pipeline().inputNames()),
                fit.intervals(),
                new BundleDescriptor.Training(
                        best.algorithm().key(),
                        best.parameters().values(),
                        job.data().address(),
                        job.data().sha256(),
                        rows.target().length,
                        job.replay().filter(unused -> rows.areRecent()).map(ReplayedRows::replay),
                        manifest.split().seed(),
                        Learners.libraryVersions(),
                        metrics));
    }

    /// The manifest's decision threshold, else a half. Regression has none.
    private Optional<Double> threshold() {
        return manifest.task() == Task.BINARY ? Optional.of(Metrics.threshold(manifest)) : Optional.empty();
    }

    private void begin(Step step, String message) {
        listener.onProgress(step, message, step.begins());
    }
}
