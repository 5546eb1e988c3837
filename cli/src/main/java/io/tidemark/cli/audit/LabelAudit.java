package io.tidemark.cli.audit;

import io.tidemark.cli.audit.LogContents.Stamped;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds what became of the labels against what was sent.
///
/// A label is owed to a prediction when it names its request, no other model, was not refused, and came before the
/// end of the horizon, by the timestamps of the records. Of several the highest revision counts. It is taken for
/// granted that no label came so long before its prediction that the joiner stopped waiting
/// (`tidemark.joiner.label-wait`, a day).
final class LabelAudit {
    private final LogContents log;
    private final LogReach reach;
    private final Map<Answer, Wait> waits = new HashMap<>();
    private final Map<String, List<Stamped<GroundTruth>>> labels = new HashMap<>();
    private final Map<Answer, List<Outcome>> outcomes = new HashMap<>();
    private long foreign;
    private long past;
    private long doubled;
    private long corrections;
    private long disordered;
    private long matched;
    private long expired;

    /// @param horizonMs how long a prediction waits for its label, milliseconds; empty: unknown
    LabelAudit(LogContents log, LogReach reach, Function<Prediction, OptionalLong> horizonMs) {
        this.log = log;
        this.reach = reach;
        for (Stamped<Prediction> record : log.predictions()) {
            Prediction prediction = record.value();
            long sinceMs = Math.max(prediction.getEventTime().toEpochMilli(), record.timestampMs());
            // A repeated prediction is left out by the joiner: the first one counts.
            waits.putIfAbsent(
                    new Answer(prediction.getRequestId(), prediction.getModel()),
                    new Wait(record.at(), later(sinceMs, horizonMs.apply(prediction))));
        }
        log.labels()
                .forEach(label -> labels.computeIfAbsent(label.value().getRequestId(), id -> new ArrayList<>())
                        .add(label));
        log.outcomes().forEach(this::take);
    }

    private static OptionalLong later(long sinceMs, OptionalLong horizonMs) {
        return horizonMs.isEmpty() ? horizonMs : OptionalLong.of(sinceMs + horizonMs.getAsLong());
    }

    private void take(Outcome outcome) {
        Answer answer = new Answer(outcome.getRequestId(), outcome.getModel());
        List<Outcome> earlier = outcomes.computeIfAbsent(answer, unused -> new ArrayList<>());
        if (!waits.containsKey(answer)) {
            past += reach.predictionsTrimmed() ? 1 : 0;
            foreign += reach.predictionsTrimmed() ? 0 : 1;
        } else if (outcome.getStatus() == OutcomeStatus.CORRECTED) {
            corrections++;
            disordered += earlier.isEmpty() || !follows(outcome, earlier.getLast()) ? 1 : 0;
        } else if (!earlier.isEmpty()) {
            doubled++;
        } else {
            matched += outcome.getStatus() == OutcomeStatus.MATCHED ? 1 : 0;
            expired += outcome.getStatus() == OutcomeStatus.EXPIRED ? 1 : 0;
        }
        earlier.add(outcome);
    }

    private static boolean follows(Outcome correction, Outcome former) {
        return former.getStatus() != OutcomeStatus.EXPIRED && correction.getRevision() > former.getRevision();
    }

    /// Each prediction ends once at most, and nothing ends that was never predicted.
    Invariant balanced() {
        return new Invariant(
                "predictions = matched + expired + open",
                foreign == 0 && doubled == 0,
                waits.size() + " predictions = " + matched + " matched + " + expired + " expired + " + open()
                        + " open; "
                        + doubled + " ended twice, " + foreign + " outcomes without prediction"
                        + (past == 0 ? "" : ", " + past + " of predictions that are no longer on the topic"),
                Map.of(
                        "predictions", (long) waits.size(),
                        "matched", matched,
                        "expired", expired,
                        "open", open(),
                        "ended_twice", doubled,
                        "without_prediction", foreign,
                        "predictions_gone", past));
    }

    /// Each correction follows a label of a lower revision.
    Invariant corrected() {
        return new Invariant(
                "every correction follows a label of a lower revision",
                disordered == 0,
                corrections + " corrections, " + disordered + " of them without such a label before",
                Map.of("corrections", corrections, "disordered", disordered));
    }

    /// Each label that the joiner came to can be read, or is a dead letter.
    Invariant read() {
        long lost =
                log.unreadable().stream().filter(reach.labelsJoined()::holds).count();
        return new Invariant(
                "every label is read or a dead letter",
                lost == 0,
                log.labels().size() + " labels read, " + log.refused().size() + " dead letters, " + lost + " neither",
                Map.of(
                        "labels", (long) log.labels().size(),
                        "dead_letters", (long) log.refused().size(),
                        "neither", lost));
    }

    /// Each label that is owed was joined, and nothing else was. Where labels are no longer on the topic, a label that
    /// is not found there is no fault.
    Invariant joined() {
        long owed = 0;
        long lost = 0;
        long wrong = 0;
        long notJudged = 0;
        for (Map.Entry<Answer, Wait> entry : waits.entrySet()) {
            OptionalLong horizonEndMs = entry.getValue().horizonEndMs();
            if (horizonEndMs.isEmpty()
                    || !reach.predictionsJoined().holds(entry.getValue().at())) {
                notJudged++;
                continue;
            }
            List<Stamped<GroundTruth>> inTime = inTime(entry.getKey(), horizonEndMs.getAsLong());
            List<GroundTruth> wanted = newest(inTime.stream()
                    .filter(label -> reach.labelsJoined().holds(label.at()))
                    .toList());
            Outcome found = joined(entry.getKey());
            if (!wanted.isEmpty()) {
                owed++;
                lost += found == null ? 1 : 0;
            }
            wrong += found != null && !isExplained(found, wanted, inTime) ? 1 : 0;
        }
        return new Invariant(
                "every label that came in time was joined",
                lost == 0 && wrong == 0,
                owed + " labels owed to predictions, " + lost + " of them lost; " + wrong
                        + " predictions joined with another label than the newest sent"
                        + (notJudged == 0 ? "" : "; " + notJudged + " under way or of an unknown version"),
                Map.of("owed", owed, "lost", lost, "wrong", wrong, "not_judged", notJudged));
    }

    /// The newest label that the joiner had to have come to, or one that it came to since.
    private boolean isExplained(Outcome found, List<GroundTruth> wanted, List<Stamped<GroundTruth>> inTime) {
        if (wanted.stream().anyMatch(label -> isOf(found, label))) {
            return true;
        }
        boolean isOfLater = inTime.stream()
                .filter(label -> !reach.labelsJoined().holds(label.at()))
                .anyMatch(label -> isOf(found, label.value()));
        return isOfLater || (reach.labelsTrimmed() && wanted.isEmpty());
    }

    /// Every prediction ended: nothing is waited for any more.
    ///
    /// @param neverSent requests whose label was withheld: as many predictions have to have expired
    Invariant settled(long neverSent) {
        return new Invariant(
                "no label is waited for any more",
                open() == 0 && expired == neverSent,
                open() + " predictions wait, " + expired + " expired, " + neverSent + " labels were never sent");
    }

    private long open() {
        return waits.size() - matched - expired;
    }

    /// The labels that a prediction can have.
    private List<Stamped<GroundTruth>> inTime(Answer answer, long horizonEndMs) {
        return labels.getOrDefault(answer.requestId(), List.of()).stream()
                .filter(label -> label.timestampMs() < horizonEndMs)
                .filter(label -> label.value().getModel() == null
                        || label.value().getModel().equals(answer.model()))
                .toList();
    }

    /// Those of the highest revision.
    private static List<GroundTruth> newest(List<Stamped<GroundTruth>> labels) {
        int highest = labels.stream()
                .mapToInt(label -> label.value().getRevision())
                .max()
                .orElse(0);
        return labels.stream()
                .map(Stamped::value)
                .filter(label -> label.getRevision() == highest)
                .toList();
    }

    /// The last label that was joined; null when none was.
    private @Nullable Outcome joined(Answer answer) {
        return outcomes.getOrDefault(answer, List.of()).reversed().stream()
                .filter(outcome -> outcome.getStatus() != OutcomeStatus.EXPIRED)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(Outcome outcome, GroundTruth label) {
        return outcome.getRevision() == label.getRevision() && Objects.equals(outcome.getLabel(), label.getLabel());
    }

    /// What a model answered to a request.
    private record Answer(String requestId, String model) {}

    /// A prediction that waits for its label.
    ///
    /// @param at where it stands on its topic
    /// @param horizonEndMs until when, exclusive, milliseconds since 1970-01-01 UTC; empty: unknown
    private record Wait(Coordinates at, OptionalLong horizonEndMs) {}
}
