package io.tidemark.trainer.track;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TuningResult;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepRecord;
import io.tidemark.trainer.sweep.SweepResult;
import io.tidemark.trainer.sweep.TrialRecord;
import io.tidemark.trainer.track.RunPage.Point;
import io.tidemark.trainer.track.RunTracker.TrackedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is shown of a run: one page for the pipeline, one for each step. A sweep's trials are the steps of its curves.
final class RunPages {
    private RunPages() {}

    /// The whole pipeline.
    static RunPage pipeline(TrackedRun run) {
        TrainingResult result = run.result();
        BundleDescriptor.Training training = result.bundle().descriptor().training();
        Map<String, String> parameters = new TreeMap<>();
        training.parameters().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        parameters.put("algorithm", training.algorithm());
        parameters.put("data", training.data());
        parameters.put("rows", Long.toString(training.rows()));
        parameters.put("seed", Long.toString(training.seed()));
        parameters.put("model", run.manifest().name());
        List<Point> metrics = new ArrayList<>();
        result.metrics().forEach((name, value) -> metrics.add(new Point(name, value, 0)));
        double seconds = run.steps().stream().mapToDouble(StepRecord::seconds).sum();
        return new RunPage(run.runId(), seconds, parameters, pipelineTags(run, training), metrics);
    }

    private static Map<String, String> pipelineTags(TrackedRun run, BundleDescriptor.Training training) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("tidemark.run_id", run.runId());
        tags.put("tidemark.trigger_id", run.runId());
        tags.put("tidemark.data_sha256", training.dataSha256());
        tags.put("tidemark.bundle_sha256", run.result().sha256());
        tags.put("tidemark.approved", Boolean.toString(run.result().gates().approved()));
        tags.put("tidemark.verdict", run.result().gates().verdict());
        String code = training.libraries().getOrDefault("tidemark", "");
        tags.put("tidemark.code", code);
        tags.put("mlflow.note.content", note(run));
        tags.put("mlflow.source.git.commit", code.substring(code.lastIndexOf(' ') + 1));
        training.replay().ifPresent(replay -> {
            tags.put("tidemark.replayed_rows", Long.toString(replay.rows()));
            tags.put("tidemark.replayed_topic", replay.topic());
        });
        return tags;
    }

    /// What MLflow shows as the run's description, in Markdown.
    private static String note(TrackedRun run) {
        return run.manifest().description() + "\n\nVerdict of the gates: "
                + run.result().gates().verdict()
                + ". All of it: artifact `report.html`; for whom it is, and how good: `model-card.md`.";
    }

    /// The steps, in their order.
    static List<RunPage> steps(TrackedRun run) {
        return run.steps().stream().map(step -> step(run, step)).toList();
    }

    private static RunPage step(TrackedRun run, StepRecord step) {
        Map<String, String> parameters = new TreeMap<>(Map.of("input", step.input(), "output", step.output()));
        parameters.values().removeIf(String::isBlank);
        List<Point> metrics = new ArrayList<>(List.of(new Point("seconds", step.seconds(), 0)));
        if (step.step().equals(PipelineStep.SELECT.key())) {
            addCandidates(run.result().candidates(), parameters, metrics);
        } else if (step.step().equals(PipelineStep.SWEEP.key())) {
            run.result().tuning().ifPresent(tuning -> addTrials(tuning, parameters, metrics));
        } else if (step.step().equals(PipelineStep.FIT.key())) {
            run.result().metrics().forEach((name, value) -> metrics.add(new Point(name, value, 0)));
        }
        return new RunPage(
                step.step(),
                step.seconds(),
                parameters,
                Map.of(
                        "tidemark.step",
                        step.step(),
                        "tidemark.step_state",
                        step.state().key()),
                metrics);
    }

    private static void addCandidates(
            List<CandidateScore> candidates, Map<String, String> parameters, List<Point> metrics) {
        for (int i = 0; i < candidates.size(); i++) {
            CandidateScore candidate = candidates.get(i);
            parameters.put(
                    String.format(Locale.ROOT, "candidate_%02d", i),
                    candidate.algorithm().key() + " " + candidate.parameters());
            metrics.add(new Point("cv_mean", candidate.mean(), i));
            metrics.add(new Point("cv_spread", candidate.spread(), i));
            metrics.add(new Point("cv_train_mean", candidate.trainMean(), i));
        }
    }

    private static void addTrials(TuningResult tuning, Map<String, String> parameters, List<Point> metrics) {
        SweepResult sweep = tuning.sweep();
        parameters.put("algorithm", tuning.algorithm().key());
        parameters.put("metric", tuning.metric());
        parameters.put("trials", Integer.toString(sweep.trials().size()));
        parameters.put("is_better", Boolean.toString(tuning.isBetter()));
        tuning.parameters().forEach((name, value) -> parameters.put("best/" + name, String.valueOf(value)));
        double[] best = sweep.bestSoFar();
        for (int i = 0; i < best.length; i++) {
            TrialRecord trial = sweep.trials().get(i);
            metrics.add(new Point("trial/" + tuning.metric(), SweepResult.value(trial), trial.number()));
            metrics.add(new Point("best/" + tuning.metric(), best[i], trial.number()));
            metrics.add(new Point("trial/seconds", trial.seconds(), trial.number()));
            trial.parameters().forEach((name, value) -> {
                if (value instanceof Number number) {
                    metrics.add(new Point("trial/" + name, number.doubleValue(), trial.number()));
                }
            });
        }
    }
}
