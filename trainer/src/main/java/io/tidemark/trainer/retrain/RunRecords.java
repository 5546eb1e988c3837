package io.tidemark.trainer.retrain;

import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TrainingRun;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.RegisteredRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Makes the records that a run writes about itself.
final class RunRecords {
    private final String runId;
    private final String triggerId;
    private final String model;
    private final Instant startedAt;
    private final Clock clock;

    RunRecords(String runId, String triggerId, String model, Clock clock) {
        this.runId = runId;
        this.triggerId = triggerId;
        this.model = model;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    static RunRecords of(RetrainRequest request, Clock clock) {
        return new RunRecords(request.getTriggerId(), request.getTriggerId(), request.getModel(), clock);
    }

    TrainingRun progress(RunListener.Step step, String message, double progress) {
        return record(RunStatus.RUNNING, step.key(), progress)
                .setMessage(message)
                .build();
    }

    TrainingRun failed(String message) {
        return record(RunStatus.FAILED, RunListener.Step.REGISTER.key(), 1)
                .setMessage(message)
                .build();
    }

    TrainingRun ended(RegisteredRun run) {
        ModelVersion version = run.version();
        TrainingRun.Builder record = record(
                        version.approved() ? RunStatus.APPROVED : RunStatus.REJECTED,
                        RunListener.Step.REGISTER.key(),
                        1)
                .setVersion(version.version())
                .setBundleSha256(version.bundleSha256())
                .setMetrics(version.metrics())
                .setMessage(version.tags().getOrDefault("verdict", ""));
        RunEvidence evidence = RunEvidence.of(run);
        return record.setGates(evidence.gates())
                .setRows(evidence.rows())
                .setReplayedRows(evidence.replayedRows())
                .build();
    }

    /// The same end as the answer to another request, which was waiting when the run began.
    ///
    /// @param end of this run
    TrainingRun answerTo(RetrainRequest other, TrainingRun end) {
        return TrainingRun.newBuilder(end)
                .setTriggerId(other.getTriggerId())
                .setMessage(
                        "Answered by run " + runId + ", which began when this request was waiting: " + end.getMessage())
                .build();
    }

    private TrainingRun.Builder record(RunStatus status, String step, double progress) {
        return TrainingRun.newBuilder()
                .setRunId(runId)
                .setTriggerId(triggerId)
                .setModel(model)
                .setStatus(status)
                .setStep(step)
                .setProgress(progress)
                .setStartedAt(startedAt)
                .setUpdatedAt(clock.instant())
                .setMetrics(Map.of())
                .setGates(List.of());
    }
}
