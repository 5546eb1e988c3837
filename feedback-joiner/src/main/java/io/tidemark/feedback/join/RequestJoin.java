package io.tidemark.feedback.join;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.join.JoinEvent.Corrected;
import io.tidemark.feedback.join.JoinEvent.Expired;
import io.tidemark.feedback.join.JoinEvent.LabelEnded;
import io.tidemark.feedback.join.JoinEvent.LabelRefused;
import io.tidemark.feedback.join.JoinEvent.Matched;
import io.tidemark.feedback.join.JoinEvent.Predicted;
import io.tidemark.feedback.join.JoinEvent.RepeatedPrediction;
import io.tidemark.feedback.terms.LabelReading;
import io.tidemark.feedback.terms.TermsSource;
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
    /// The highest revision first; of equal ones that which names its model.
    private static final Comparator<HeldLabel> BY_PRECEDENCE =
            Comparator.comparingInt(HeldLabel::revision).reversed().thenComparing(HeldLabel::isForAll);

    private final TermsSource terms;

    public RequestJoin(TermsSource terms) {
        this.terms = terms;
    }

    /// A prediction came.
    ///
    /// @param prediction an outcome whose label is missing
    /// @param sinceMs when the wait for its label begins, milliseconds since 1970-01-01 UTC
    public List<JoinEvent> prediction(RequestState state, Outcome prediction, long sinceMs) {
        String model = prediction.getModel();
        if (state.predictions().stream().anyMatch(held -> held.model().equals(model))) {
            return List.of(new RepeatedPrediction(model));
        }
        List<JoinEvent> events = new ArrayList<>();
        events.add(new Predicted(prediction));
        Outcome matched = useHeldLabel(state, prediction, events);
        long horizonMs =
                terms.of(model, prediction.getBundleSha256()).labels().horizon().toMillis();
        state.predictions()
                .add(new HeldPrediction(
                        model,
                        matched == null ? new Standing.Open(prediction) : new Standing.Matched(matched),
                        HeldPrediction.later(sinceMs, horizonMs),
                        horizonMs));
        return events;
    }

    private @Nullable Outcome useHeldLabel(RequestState state, Outcome prediction, List<JoinEvent> events) {
        List<HeldLabel> candidates = state.labels().stream()
                .filter(held -> held.concerns(prediction.getModel()))
                .sorted(BY_PRECEDENCE)
                .toList();
        for (HeldLabel held : candidates) {
            Optional<LabelReading.Fault> fault = fault(prediction, held.label());
            if (fault.isEmpty()) {
                if (!held.used()) {
                    events.add(new LabelEnded(LabelEnd.JOINED));
                }
                state.labels().remove(held);
                remember(state, held);
                Outcome outcome = labelled(prediction, held.label(), OutcomeStatus.MATCHED);
                events.add(new Matched(outcome));
                return outcome;
            }
            if (!held.used()) {
                state.labels().remove(held);
                events.add(new LabelRefused(held, fault.get()));
            }
        }
        return null;
    }

    /// A label came that is well-formed in itself.
    public List<JoinEvent> label(RequestState state, HeldLabel label) {
        Optional<HeldLabel> former =
                state.labels().stream().filter(label::hasSameScope).findFirst();
        if (former.isPresent() && label.revision() <= former.get().revision()) {
            return List.of(
                    new LabelEnded(notNewer(label.revision(), former.get().revision())));
        }
        List<JoinEvent> events = new ArrayList<>();
        Arrival arrival = new Arrival(label, events);
        state.predictions().replaceAll(held -> label.concerns(held.model()) ? arrival.meet(held) : held);
        if (arrival.end == null && arrival.fault != null) {
            events.add(new LabelRefused(label, arrival.fault));
            return events;
        }
        if (arrival.end != null) {
            events.add(new LabelEnded(arrival.end));
        }
        if (arrival.end == null || arrival.end == LabelEnd.JOINED || label.isForAll()) {
            former.ifPresent(held -> {
                state.labels().remove(held);
                if (!held.used()) {
                    events.add(new LabelEnded(LabelEnd.STALE));
                }
            });
            if (arrival.end == null) {
                state.labels().add(label);
            } else {
                remember(state, label);
            }
        }
        return events;
    }

    /// A label that has ended and names no model is kept all the same: another model may have answered the request too.
    private static void remember(RequestState state, HeldLabel label) {
        if (label.isForAll()) {
            state.labels().add(label.asUsed());
        }
    }

    /// Time passed: horizons end, and what was remembered long enough is forgotten.
    ///
    /// @param nowMs milliseconds since 1970-01-01 UTC
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
                    events.add(new Expired(ended(open.prediction()), held.dueMs()));
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

    private Optional<LabelReading.Fault> fault(Outcome prediction, GroundTruth label) {
        return terms.of(prediction.getModel(), prediction.getBundleSha256())
                                .code()
                                .read(label.getLabel())
                        instanceof LabelReading.Fault fault
                ? Optional.of(fault)
                : Optional.empty();
    }

    private static LabelEnd notNewer(int revision, int former) {
        return revision == former ? LabelEnd.DUPLICATE : LabelEnd.STALE;
    }

    private static Outcome labelled(Outcome prediction, GroundTruth label, OutcomeStatus status) {
        return Outcome.newBuilder(prediction)
                .setStatus(status)
                .setLabel(label.getLabel())
                .setLabelTime(label.getEventTime())
                .setRevision(label.getRevision())
                .build();
    }

    private static Outcome ended(Outcome prediction) {
        return Outcome.newBuilder(prediction).setStatus(OutcomeStatus.EXPIRED).build();
    }

    /// A label on its way through the predictions of its request; the best end counts.
    private final class Arrival {
        private final HeldLabel label;
        private final List<JoinEvent> events;
        private @Nullable LabelEnd end;
        private LabelReading.@Nullable Fault fault;

        Arrival(HeldLabel label, List<JoinEvent> events) {
            this.label = label;
            this.events = events;
        }

        HeldPrediction meet(HeldPrediction held) {
            return switch (held.standing()) {
                case Standing.Open open -> match(held, open.prediction());
                case Standing.Matched matched -> correct(held, matched.outcome());
                case Standing.Settled settled -> {
                    ends(
                            label.revision() > settled.revision()
                                    ? LabelEnd.LATE
                                    : notNewer(label.revision(), settled.revision()));
                    yield held;
                }
                case Standing.Expired ignored -> {
                    ends(LabelEnd.LATE);
                    yield held;
                }
            };
        }

        private HeldPrediction match(HeldPrediction held, Outcome prediction) {
            if (isFaulty(prediction)) {
                return held;
            }
            Outcome outcome = labelled(prediction, label.label(), OutcomeStatus.MATCHED);
            events.add(new Matched(outcome));
            ends(LabelEnd.JOINED);
            return held.as(new Standing.Matched(outcome));
        }

        private HeldPrediction correct(HeldPrediction held, Outcome before) {
            if (label.revision() <= before.getRevision()) {
                ends(notNewer(label.revision(), before.getRevision()));
                return held;
            }
            if (isFaulty(before)) {
                return held;
            }
            Outcome after = labelled(before, label.label(), OutcomeStatus.CORRECTED);
            events.add(new Corrected(before, after));
            ends(LabelEnd.JOINED);
            return held.as(new Standing.Matched(after));
        }

        private boolean isFaulty(Outcome prediction) {
            Optional<LabelReading.Fault> found = fault(prediction, label.label());
            found.ifPresent(it -> fault = it);
            return found.isPresent();
        }

        /// With several predictions, having been used outweighs having come too late.
        private void ends(LabelEnd next) {
            if (end != LabelEnd.JOINED) {
                end = next;
            }
        }
    }
}
