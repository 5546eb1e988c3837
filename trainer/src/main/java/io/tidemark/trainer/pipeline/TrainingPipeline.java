package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.fit.ImputationFit;
import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.gates.Evidence;
import io.tidemark.trainer.gates.GateKeeper;
import io.tidemark.trainer.gates.GateReport;
import io.tidemark.trainer.pipeline.ModelChoice.Choice;
import io.tidemark.trainer.pipeline.RunListener.Step;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepKey;
import io.tidemark.trainer.step.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One run: split, preprocess, derive features, select, sweep, fit, evaluate, judge, pack.
public final class TrainingPipeline {
    private final TrainingJob job;
    private final ModelManifest manifest;
    private final Steps steps;
    private final RunListener listener;

    public TrainingPipeline(TrainingJob job, RunListener listener) {
        this.job = job;
        this.manifest = job.manifest();
        this.steps = job.steps();
        this.listener = listener;
    }

    /// Runs all steps. Equal jobs give equal bundles.
    public TrainingResult run() {
        return runPlanned().orElseThrow(() -> new IllegalStateException("The plan ends before the model is fitted."));
    }

    /// Runs the steps that are planned.
    ///
    /// @return empty when the plan ends before the model is fitted
    public Optional<TrainingResult> runPlanned() {
        begin(Step.SPLIT, "setting test rows aside");
        RowSplit split = RowSplit.of(job.base(), manifest.task(), manifest.split());
        FitRows rows = FitRows.of(job.base(), split, job.replay(), manifest.retrain());
        keep(split);
        if (steps.isLast(PipelineStep.SPLIT)) {
            return Optional.empty();
        }

        begin(Step.PREPROCESS, "comparing how missing values are filled in");
        String rowsKey = rows.addTo(StepKey.of(PipelineStep.PREPROCESS)
                        .with(manifest.features())
                        .with(manifest.preprocessing())
                        .with(manifest.split().seed()))
                .hex();
        ImputationFit imputation = steps.of(
                PipelineStep.PREPROCESS,
                rowsKey,
                new ImputationFiles(),
                folder -> new PipelineFitter(
                                manifest.features(),
                                manifest.preprocessing(),
                                manifest.split().seed())
                        .imputation(rows.features()));
        if (steps.isLast(PipelineStep.PREPROCESS)) {
            steps.addToLast(folder -> TrainingRows.writeFilled(folder, manifest, rows, imputation));
            return Optional.empty();
        }

        begin(Step.FEATURES, "deriving features");
        String featuresKey = featuresKey(rowsKey);
        FeatureFit features = steps.of(
                PipelineStep.FEATURES,
                featuresKey,
                new FeatureFiles(imputation),
                folder -> FeatureFit.of(manifest, rows, imputation, job.threads()));
        if (steps.isLast(PipelineStep.FEATURES)) {
            steps.addToLast(folder -> TrainingRows.writeInputs(
                    folder, manifest, rows, features.fit().pipeline()));
            return Optional.empty();
        }

        Optional<Choice> choice = choose(features.settled(manifest), rows, featuresKey);
        return choice.map(chosen -> fit(features.settled(manifest), split, rows, features, chosen));
    }

    private void keep(RowSplit split) {
        String key = StepKey.of(PipelineStep.SPLIT)
                .with(job.data().sha256())
                .with(manifest.data())
                .with(manifest.features())
                .with(manifest.target())
                .with(manifest.split())
                .hex();
        RowSplit unused = steps.of(PipelineStep.SPLIT, key, new SplitFiles(job.base(), split), folder -> split);
    }

    /// Where a model's score decides between numbers of clusters, the features depend on that model as well.
    private String featuresKey(String rowsKey) {
        StepKey key = StepKey.of(PipelineStep.FEATURES).with(rowsKey);
        if (ClusterSearch.isNeeded(manifest)) {
            key.with(manifest.task())
                    .with(manifest.target())
                    .with(manifest.selection().metric())
                    .with(manifest.selection().algorithms().getFirst());
        }
        return key.hex();
    }

    private Optional<Choice> choose(ModelManifest settled, FitRows rows, String featuresKey) {
        try (ModelChoice choice = new ModelChoice(settled, rows, featuresKey, steps, listener, job.threads())) {
            SelectionResult selection = choice.select();
            if (steps.isLast(PipelineStep.SELECT)) {
                return Optional.empty();
            }
            Optional<TuningResult> tuning = choice.tune(selection);
            return steps.isLast(PipelineStep.SWEEP) ? Optional.empty() : Optional.of(new Choice(selection, tuning));
        }
    }

    /// The model and the twin that intervals and threshold are learned from are fitted side by side.
    private TrainingResult fit(
            ModelManifest settled, RowSplit split, FitRows rows, FeatureFit features, Choice choice) {
        Candidate best = choice.best();
        begin(Step.FIT, "fitting " + best);
        boolean isTwinned = CalibrationTwin.isPossible(rows)
                && (settled.task() == Task.BINARY || settled.target().interval().isPresent());
        int threads = isTwinned ? Math.max(1, job.threads() / 2) : job.threads();
        try (Workers workers = new Workers(1)) {
            Future<Optional<CalibrationTwin>> twin = workers.start(
                    () -> isTwinned ? Optional.of(CalibrationTwin.of(settled, rows, best, threads)) : Optional.empty());
            PreparedRows prepared = PreparedRows.of(features.fit(), rows);
            try (FittedModel model = Learners.of(best.algorithm(), settled)
                    .fit(prepared.matrix(), best.parameters(), settled.split().seed(), threads)) {
                Fit fit = new Fit(features, model, Workers.await(twin));
                begin(Step.EVALUATE, "scoring rows that the model has not seen");
                return finish(settled, split, rows, choice, fit);
            }
        }
    }

    /// What was fitted.
    private record Fit(FeatureFit features, FittedModel model, Optional<CalibrationTwin> twin) {
        FeaturePipeline pipeline() {
            return features.fit().pipeline();
        }
    }

    private TrainingResult finish(ModelManifest settled, RowSplit split, FitRows rows, Choice choice, Fit fit) {
        FeaturePipeline pipeline = fit.pipeline();
        FittedModel model = fit.model();
        int judged = rows.judgedTarget().length;
        float[] inputs = Inputs.of(pipeline, rows.judgedFeatures());
        double[] scores = model.scores(inputs, judged);
        double[] libraryScores = model.libraryScores(inputs, judged);
        Optional<TunedThreshold> tuned = fit.twin()
                .filter(twin -> settled.task() == Task.BINARY)
                .map(twin -> TunedThreshold.of(twin, rows.judgedTarget(), scores));
        ModelManifest decided = tuned.filter(threshold -> settled.target().tunesThreshold())
                .map(threshold -> settled.withThreshold(threshold.threshold()))
                .orElse(settled);
        Optional<PredictionIntervals> intervals = fit.twin()
                .flatMap(twin -> settled.target().interval().map(coverage -> IntervalCalibration.of(twin, coverage)));
        MetricReport report = Metrics.report(decided.task(), rows.judgedTarget(), scores, Metrics.threshold(decided));
        Evaluation evaluation = new Evaluation(rows.judgedIds(), rows.judgedTarget(), scores, report, rows.areRecent());

        ModelBundle unweighed = new ModelBundle(
                descriptor(choice.best(), rows, fit, threshold(decided), intervals, report.values()),
                manifest.features(),
                pipeline,
                model.kernel(),
                GoldenRows.pick(manifest, rows.judgedFeatures(), libraryScores),
                profile(rows.reference(), evaluation),
                manifest.yaml());
        List<Importance> importances = Importance.of(decided, unweighed, rows.judgedFeatures(), rows.judgedTarget());
        ModelBundle bundle = weighed(unweighed, importances);
        byte[] file = BundleCodec.write(bundle);

        begin(Step.GATES, "judging");
        GateReport gates = new GateKeeper(decided)
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
                        fit.features(),
                        Segments.all(decided, rows.judgedFeatures(), evaluation),
                        intervals.map(found -> IntervalCheck.of(found, evaluation)),
                        tuned,
                        importances));
    }

    private static ModelBundle weighed(ModelBundle bundle, List<Importance> importances) {
        Map<String, Double> byFeature =
                importances.stream().collect(Collectors.toMap(Importance::feature, Importance::loss));
        List<Double> worth = bundle.features().stream()
                .map(feature -> byFeature.getOrDefault(feature.name(), 0.0))
                .toList();
        ReferenceProfile profile = bundle.profile();
        return bundle.with(profile.with(profile.details().withImportances(worth)));
    }

    private ReferenceProfile profile(RawTable reference, Evaluation evaluation) {
        ReferenceProfile profile = distributions(reference, evaluation);
        return profile.with(profile.details()
                .withLabels(
                        switch (manifest.task()) {
                            case REGRESSION -> NumericProfile.of(evaluation.actual());
                            case BINARY -> CategoryProfile.of(2, evaluation.actual());
                            case MULTICLASS -> CategoryProfile.of(evaluation.outputs(), evaluation.actual());
                        }));
    }

    private ReferenceProfile distributions(RawTable reference, Evaluation evaluation) {
        return switch (manifest.task()) {
            case REGRESSION, BINARY -> ReferenceProfile.of(manifest.features(), reference, evaluation.scores());
            case MULTICLASS ->
                ReferenceProfile.ofClasses(
                        manifest.features(),
                        reference,
                        evaluation.outputs(),
                        IntStream.range(0, evaluation.rows())
                                .mapToDouble(evaluation::predictedClass)
                                .toArray());
        };
    }

    private BundleDescriptor descriptor(
            Candidate best,
            FitRows rows,
            Fit fit,
            Optional<Double> threshold,
            Optional<PredictionIntervals> intervals,
            Map<String, Double> metrics) {
        return new BundleDescriptor(
                manifest.name(),
                manifest.task(),
                manifest.target().name(),
                manifest.target().unit(),
                manifest.target().classes(),
                threshold,
                fit.model().link(),
                FeatureSignature.of(manifest.features(), fit.pipeline().inputNames()),
                intervals,
                new BundleDescriptor.Training(
                        best.algorithm().key(),
                        best.parameters().values(),
                        job.data().address(),
                        job.data().sha256(),
                        rows.target().length,
                        job.replay()
                                .filter(unused -> rows.areRecent())
                                .map(ReplayedRows::replay)
                                .or(() -> job.data().replayed().map(LocatedData.Replayed::replay)),
                        manifest.split().seed(),
                        Learners.libraryVersions(),
                        metrics));
    }

    /// The decision threshold: found, or the manifest's, else a half. Regression has none.
    private static Optional<Double> threshold(ModelManifest decided) {
        return decided.task() == Task.BINARY ? Optional.of(Metrics.threshold(decided)) : Optional.empty();
    }

    private void begin(Step step, String message) {
        listener.onProgress(step, message, step.begins());
    }
}
