package io.tidemark.cli.audit;

import io.tidemark.cli.audit.LogContents.Stamped;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Adopted;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A log of `homes` in memory on which every promise holds: request n of partition 0 asks for n rooms at second n.
///
/// Requests 0 to 3 are answered, 4 is a dead letter. The label of 0 comes late and is no longer owed, that of 1
/// early, that of 2 is corrected, that of 3 never comes.
final class LogScene {
    static final long HORIZON_MS = 3_600_000;

    final Set<Coordinates> requests = new HashSet<>();
    final List<Stamped<Prediction>> predictions = new ArrayList<>();
    final List<DeadLetter> rejected = new ArrayList<>();
    final List<Stamped<GroundTruth>> labels = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final Set<Coordinates> unreadable = new HashSet<>();
    final TimelineState timeline = new TimelineState();
    private final String sha256;

    LogScene(String sha256) {
        this.sha256 = sha256;
        timeline.accept(new TimelineEntry(
                0,
                TimelineFacts.champion(
                        "a-1", "homes", 1, sha256, ActivationCause.PROMOTION, "somebody", "because", Instant.EPOCH)));
        timeline.accept(new TimelineEntry(1, adopted("a-1", 0)));
        for (int n = 0; n < 5; n++) {
            requests.add(new Coordinates(0, n));
        }
        for (int n = 0; n < 4; n++) {
            predictions.add(prediction(n));
        }
        rejected.add(letter(4));
        label(0, 1.0, 0, HORIZON_MS);
        label(1, 1.5, 0, 500);
        label(2, 2.5, 0, 4_000);
        label(2, 2.75, 1, 9_000);
        outcome(0, OutcomeStatus.EXPIRED, 0, 0);
        outcome(1, OutcomeStatus.MATCHED, 1.5, 0);
        outcome(2, OutcomeStatus.MATCHED, 2.5, 0);
        outcome(2, OutcomeStatus.CORRECTED, 2.75, 1);
        outcome(3, OutcomeStatus.EXPIRED, 0, 0);
    }

    LogContents contents() {
        return new LogContents(requests, predictions, rejected, labels, List.of(), outcomes, unreadable, timeline);
    }

    /// A label of request `n`.
    void label(int n, double value, int revision, long timestampMs) {
        labels.add(new Stamped<>(
                new Coordinates(0, labels.size()),
                timestampMs,
                GroundTruth.newBuilder()
                        .setRequestId("r-" + n)
                        .setLabel(value)
                        .setEventTime(Instant.EPOCH)
                        .setRevision(revision)
                        .build()));
    }

    /// An outcome of request `n`.
    void outcome(int n, OutcomeStatus status, double value, int revision) {
        outcomes.add(Outcome.newBuilder()
                .setRequestId("r-" + n)
                .setModel("homes")
                .setVersion(1)
                .setBundleSha256(sha256)
                .setVariant("champion")
                .setTask(Task.REGRESSION)
                .setStatus(status)
                .setEventTime(Instant.ofEpochSecond(n))
                .setPredicted(100 + 10.0 * n)
                .setLabel(status == OutcomeStatus.EXPIRED ? null : value)
                .setRevision(revision)
                .setFeatures(Map.<String, Object>of("rooms", (double) n))
                .build());
    }

    /// The answer to request `n`.
    Stamped<Prediction> prediction(int n) {
        return new Stamped<>(
                new Coordinates(0, n),
                n * 1_000L,
                Prediction.newBuilder()
                        .setRequestId("r-" + n)
                        .setModel("homes")
                        .setVersion(1)
                        .setBundleSha256(sha256)
                        .setVariant("champion")
                        .setActivationId("a-1")
                        .setTask(Task.REGRESSION)
                        .setEventTime(Instant.ofEpochSecond(n))
                        .setValue(100 + 10.0 * n)
                        .setFeatures(Map.<String, Object>of("rooms", (double) n))
                        .setSource(new RequestCoordinates("prediction-requests", 0, (long) n))
                        .build());
    }

    /// The dead letter of request `n`.
    static DeadLetter letter(int n) {
        return DeadLetter.newBuilder()
                .setService("scoring-stream")
                .setReason("WRONG_TYPE")
                .setMessage("")
                .setTopic("prediction-requests")
                .setPartition(0)
                .setOffset(n)
                .setTimestampMs(0)
                .setRedrivable(false)
                .setFailedAt(Instant.EPOCH)
                .build();
    }

    static TimelineEvent adopted(String activation, long firstOffset) {
        return TimelineEvent.newBuilder()
                .setEventId(activation + "/adopted/0")
                .setModel("homes")
                .setTime(Instant.EPOCH)
                .setActor("scorer")
                .setFact(Adopted.newBuilder()
                        .setInstance("scorer")
                        .setActivationId(activation)
                        .setChampionVersion(1)
                        .setTopic("prediction-requests")
                        .setPartition(0)
                        .setFirstOffset(firstOffset)
                        .build())
                .build();
    }
}
