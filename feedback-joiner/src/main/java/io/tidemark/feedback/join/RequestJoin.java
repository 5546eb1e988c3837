package io.tidemark.feedback.join;

import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.join.JoinEvent.Expired;
import io.tidemark.feedback.join.JoinEvent.LabelEnded;
import io.tidemark.feedback.join.JoinEvent.LabelRefused;
import io.tidemark.feedback.join.JoinEvent.Matched;
import io.tidemark.feedback.join.JoinEvent.Predicted;
import io.tidemark.feedback.join.JoinEvent.RepeatedPrediction;
import io.tidemark.feedback.terms.LabelReading;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.streamkit.deadletter.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from a prediction, a label or the passing of time for one request id.
///
/// Of the labels that a prediction can have, the one of the highest revision counts, whatever order they came in; of
/// equal revisions the first. Callers let time pass ([#elapse]) before they hand over what happened at that time, so
/// that the result does not depend on how often somebody looks.
public final class RequestJoin {
    /// Labels of one request that are remembered at once, at most: each may be large, and all are read with each of
    /// them.
    static final int MOST_LABELS = 16;

    /// The highest revision first; of equal ones that which names its model.
    private static final Comparator<HeldLabel> BY_PRECEDENCE =
            Comparator.comparingInt(HeldLabel::revision).reversed().thenComparing(HeldLabel::isForAll);

    private final Labelling labelling;

    public RequestJoin(TermsSource terms) {
        this.labelling = new Labelling(terms);
    }

    /// A prediction came.
    ///
    /// @param sinceMs when the wait for its label begins, milliseconds since 1970-01-01 UTC
    /// @param clockMs wall clock; what is dated later counts as of now
    public List<JoinEvent> prediction(RequestState state, OpenPrediction prediction, long sinceMs, long clockMs) {
        String model = prediction.model();
        if (state.predictions().stream().anyMatch(held -> held.model().equals(model))) {
            return List.of(new RepeatedPrediction(model));
        }
        List<JoinEvent> events = new ArrayList<>();
        events.add(new Predicted(prediction));
        long horizonMs = labelling
                .terms()
                .of(model, prediction.sha256())
                .labels()
                .horizon()
                .toMillis();
        long dueMs = HeldPrediction.later(sinceMs, horizonMs);
        endLateLabels(state, prediction, dueMs, clockMs, events);
        Standing standing = useHeldLabel(state, prediction, events);
        state.predictions().add(new HeldPrediction(model, standing, dueMs, horizonMs));
        return events;
    }

    /// Labels that were read before their prediction, but came after its horizon.
    private static void endLateLabels(
            RequestState state, OpenPrediction prediction, long dueMs, long clockMs, List<JoinEvent> events) {
        List<HeldLabel> late = state.labels().stream()
                .filter(held -> held.concerns(prediction.model()) && held.timeMs(clockMs) >= dueMs)
                .toList();
        for (HeldLabel held : late) {
            state.labels().remove(held);
            if (!held.used()) {
                events.add(new LabelEnded(LabelEnd.LATE));
            }
        }
    }

    private Standing useHeldLabel(RequestState state, OpenPrediction prediction, List<JoinEvent> events) {
        List<HeldLabel> candidates = state.labels().stream()
                .filter(held -> held.concerns(prediction.model()))
                .sorted(BY_PRECEDENCE)
                .toList();
        for (HeldLabel held : candidates) {
            Optional<LabelReading.Fault> fault = labelling.fault(prediction.model(), prediction.sha256(), held.label());
            if (fault.isEmpty()) {
                if (!held.used()) {
                    events.add(new LabelEnded(LabelEnd.JOINED));
                }
                state.labels().remove(held);
                remember(state, held);
                endOutdone(state, prediction.model(), held.revision(), events);
                Standing.Matched matched = labelling.matched(prediction.toOutcome(OutcomeStatus.MATCHED), held.label());
                events.add(new Matched(matched));
                return matched;
            }
            if (!held.used()) {
                state.labels().remove(held);
                events.add(new LabelRefused(held, fault.get()));
            }
        }
        return new Standing.Open(prediction);
    }

    /// Labels of this model alone that waited beside the one that is used: they end as if they had come after it.
    private static void endOutdone(RequestState state, String model, int usedRevision, List<JoinEvent> events) {
        List<HeldLabel> outdone = state.labels().stream()
                .filter(held -> held.concerns(model) && !held.isForAll() && !held.used())
                .toList();
        for (HeldLabel held : outdone) {
            state.labels().remove(held);
            events.add(new LabelEnded(LabelEnd.notNewer(held.revision(), usedRevision)));
        }
    }

    /// A label came that is well-formed in itself.
    ///
    /// @param clockMs wall clock; a label that is dated later counts as of now
    public List<JoinEvent> label(RequestState state, HeldLabel label, long clockMs) {
        Optional<HeldLabel> former =
                state.labels().stream().filter(label::hasSameScope).findFirst();
        if (former.isPresent() && label.revision() <= former.get().revision()) {
            return List.of(new LabelEnded(
                    LabelEnd.notNewer(label.revision(), former.get().revision())));
        }
        List<JoinEvent> events = new ArrayList<>();
        Arrival arrival = new Arrival(label, label.timeMs(clockMs), labelling, events);
        state.predictions().replaceAll(held -> label.concerns(held.model()) ? arrival.meet(held) : held);
        Optional<LabelEnd> end = arrival.end();
        if (end.isEmpty() && arrival.fault().isPresent()) {
            events.add(new LabelRefused(label, arrival.fault().get()));
            return events;
        }
        if (end.isEmpty() && former.isEmpty() && state.labels().size() >= MOST_LABELS) {
            events.add(new LabelRefused(label, tooMany(label)));
            return events;
        }
        end.ifPresent(it -> events.add(new LabelEnded(it)));
        if (end.isEmpty() || end.get() == LabelEnd.JOINED || label.isForAll()) {
            former.ifPresent(held -> {
                state.labels().remove(held);
                if (!held.used()) {
                    events.add(new LabelEnded(LabelEnd.STALE));
                }
            });
            if (end.isEmpty()) {
                state.labels().add(label);
            } else {
                remember(state, label);
            }
        }
        return events;
    }

    private static LabelReading.Fault tooMany(HeldLabel label) {
        return new LabelReading.Fault(
                Reason.TOO_MANY,
                "Found " + MOST_LABELS + " labels of the request '"
                        + label.label().getRequestId()
                        + "' that wait for predictions of as many models, expected at most "
                        + MOST_LABELS + ": name a model that answers the request, or none, or send the label once the"
                        + " prediction has come.");
    }

    /// A label that has ended and names no model is kept all the same: another model may have answered the request too.
    private static void remember(RequestState state, HeldLabel label) {
        if (label.isForAll()) {
            state.labels().add(label.asUsed());
        }
    }

    /// Time passed: horizons end, and what was remembered long enough is forgotten.
    ///
    /// @param nowMs a time that all records that came before it have been taken for, milliseconds since 1970-01-01 UTC
    public List<JoinEvent> elapse(RequestState state, long nowMs) {
        if (state.nextDueMs() > nowMs) {
            return List.of();
        }
        List<JoinEvent> events = new ArrayList<>();
        ListIterator<HeldPrediction> predictions = state.predictions().listIterator();
        while (predictions.hasNext()) {
            HeldPrediction held = elapse(predictions.next(), nowMs, events);
            if (held == null) {
                predictions.remove();
            } else {
                predictions.set(held);
            }
        }
        state.labels().removeIf(held -> {
            boolean over = held.dueMs() <= nowMs;
            if (over && !held.used()) {
                events.add(new LabelEnded(LabelEnd.ORPHANED));
            }
            return over;
        });
        return events;
    }

    /// What has become of a prediction; null when it is forgotten.
    private static @Nullable HeldPrediction elapse(HeldPrediction prediction, long nowMs, List<JoinEvent> events) {
        HeldPrediction held = prediction;
        while (held.dueMs() <= nowMs) {
            switch (held.standing()) {
                case Standing.Open open -> {
                    events.add(new Expired(
                            open.prediction().toOutcome(OutcomeStatus.EXPIRED).build(), held.dueMs()));
                    held = held.after(new Standing.Expired());
                }
                case Standing.Matched matched ->
                    held = held.after(new Standing.Settled(matched.outcome().getRevision()));
                case Standing.Settled ignored -> {
                    return null;
                }
                case Standing.Expired ignored -> {
                    return null;
                }
            }
        }
        return held;
    }
}
