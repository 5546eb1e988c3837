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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds what became of the labels against what was sent.
///
/// A label is owed to a prediction when it names its request, no other model, was not refused, and came before the
/// end of the horizon, by the timestamps of the records. Of several the highest revision counts. It is taken for
/// granted that no label came so long before its prediction that the joiner stopped waiting
/// (`tidemark.joiner.label-wait`, a day).
final class LabelAudit {
    private final Map<Answer, Long> horizonEnds = new HashMap<>();
    private final Map<String, List<Stamped<GroundTruth>>> labels = new HashMap<>();
    private final Map<Answer, List<Outcome>> outcomes = new HashMap<>();
    private long foreign;
    private long doubled;
    private long matched;
    private long expired;

    /// @param horizonMs how long a prediction waits for its label, milliseconds
    LabelAudit(LogContents log, Function<Prediction, Long> horizonMs) {
        for (Stamped<Prediction> record : log.predictions()) {
            Prediction prediction = record.value();
            long sinceMs = Math.max(prediction.getEventTime().toEpochMilli(), record.timestampMs());
            horizonEnds.put(
                    new Answer(prediction.getRequestId(), prediction.getModel()),
                    sinceMs + horizonMs.apply(prediction));
        }
        log.labels()
                .forEach(label -> labels.computeIfAbsent(label.value().getRequestId(), id -> new ArrayList<>())
                        .add(label));
        log.outcomes().forEach(this::take);
    }

    private void take(Outcome outcome) {
        Answer answer = new Answer(outcome.getRequestId(), outcome.getModel());
        List<Outcome> earlier = outcomes.computeIfAbsent(answer, unused -> new ArrayList<>());
        boolean isCorrection = outcome.getStatus() == OutcomeStatus.CORRECTED;
        if (!horizonEnds.containsKey(answer) || (isCorrection && earlier.isEmpty())) {
            foreign++;
        } else if (!isCorrection && !earlier.isEmpty()) {
            doubled++;
        } else if (!isCorrection) {
            matched += outcome.getStatus() == OutcomeStatus.MATCHED ? 1 : 0;
            expired += outcome.getStatus() == OutcomeStatus.EXPIRED ? 1 : 0;
        }
        earlier.add(outcome);
    }

    /// Each prediction ends once at most, and nothing ends that was never predicted.
    Invariant balanced() {
        return new Invariant(
                "predictions = matched + expired + open",
                foreign == 0 && doubled == 0,
                horizonEnds.size() + " predictions = " + matched + " matched + " + expired + " expired + " + open()
                        + " open; " + doubled + " ended twice, " + foreign + " outcomes without prediction");
    }

    /// Each label that is owed was joined, and nothing else was.
    Invariant joined() {
        long owed = 0;
        long lost = 0;
        long wrong = 0;
        for (Map.Entry<Answer, Long> entry : horizonEnds.entrySet()) {
            List<GroundTruth> wanted = owed(entry.getKey(), entry.getValue());
            Outcome found = joined(entry.getKey());
            if (!wanted.isEmpty()) {
                owed++;
                lost += found == null ? 1 : 0;
            }
            wrong += found != null && wanted.stream().noneMatch(label -> isOf(found, label)) ? 1 : 0;
        }
        return new Invariant(
                "every label that came in time was joined",
                lost == 0 && wrong == 0,
                owed + " labels owed to predictions, " + lost + " of them lost; " + wrong
                        + " predictions joined with another label than the newest sent");
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
        return horizonEnds.size() - matched - expired;
    }

    /// The labels of the highest revision that a prediction has to have one of; empty when it has to have none.
    private List<GroundTruth> owed(Answer answer, long horizonEndMs) {
        List<GroundTruth> inTime = labels.getOrDefault(answer.requestId(), List.of()).stream()
                .filter(label -> label.timestampMs() < horizonEndMs)
                .map(Stamped::value)
                .filter(label -> label.getModel() == null || label.getModel().equals(answer.model()))
                .toList();
        int highest = inTime.stream().mapToInt(GroundTruth::getRevision).max().orElse(0);
        return inTime.stream().filter(label -> label.getRevision() == highest).toList();
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
}
