package io.tidemark.feedback.join;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.join.JoinEvent.Corrected;
import io.tidemark.feedback.join.JoinEvent.Matched;
import io.tidemark.feedback.terms.LabelReading;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A label on its way through the predictions of its request; the best end counts.
final class Arrival {
    private final HeldLabel label;
    private final long timeMs;
    private final Labelling labelling;
    private final List<JoinEvent> events;
    private @Nullable LabelEnd end;
    private LabelReading.@Nullable Fault fault;

    /// @param timeMs when the label came, milliseconds since 1970-01-01 UTC
    /// @param events where what follows is added
    Arrival(HeldLabel label, long timeMs, Labelling labelling, List<JoinEvent> events) {
        this.label = label;
        this.timeMs = timeMs;
        this.labelling = labelling;
        this.events = events;
    }

    /// How the label ended so far; empty: no prediction had an end for it.
    Optional<LabelEnd> end() {
        return Optional.ofNullable(end);
    }

    /// Why a prediction cannot have it.
    Optional<LabelReading.Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /// The prediction after the label has come to it.
    HeldPrediction meet(HeldPrediction held) {
        return switch (held.standing()) {
            case Standing.Open open -> match(held, open.prediction());
            case Standing.Matched matched -> correct(held, matched);
            case Standing.Settled settled -> {
                ends(
                        label.revision() > settled.revision()
                                ? LabelEnd.LATE
                                : LabelEnd.notNewer(label.revision(), settled.revision()));
                yield held;
            }
            case Standing.Expired ignored -> {
                ends(LabelEnd.LATE);
                yield held;
            }
        };
    }

    private HeldPrediction match(HeldPrediction held, OpenPrediction prediction) {
        if (isLate(held)) {
            ends(LabelEnd.LATE);
            return held;
        }
        if (isFaulty(prediction.model(), prediction.sha256())) {
            return held;
        }
        Standing.Matched matched = labelling.matched(prediction.toOutcome(OutcomeStatus.MATCHED), label.label());
        events.add(new Matched(matched));
        ends(LabelEnd.JOINED);
        return held.as(matched);
    }

    private HeldPrediction correct(HeldPrediction held, Standing.Matched before) {
        Outcome former = before.outcome();
        if (label.revision() <= former.getRevision()) {
            ends(LabelEnd.notNewer(label.revision(), former.getRevision()));
            return held;
        }
        if (isLate(held)) {
            ends(LabelEnd.LATE);
            return held;
        }
        if (isFaulty(former.getModel(), former.getBundleSha256())) {
            return held;
        }
        Standing.Matched now =
                labelling.matched(Outcome.newBuilder(former).setStatus(OutcomeStatus.CORRECTED), label.label());
        events.add(new Corrected(before, now));
        ends(LabelEnd.JOINED);
        return held.as(now);
    }

    /// When it is read says nothing: what came in time may be read late, and what came late before the prediction
    /// expires.
    private boolean isLate(HeldPrediction held) {
        return timeMs >= held.dueMs();
    }

    private boolean isFaulty(String model, String sha256) {
        Optional<LabelReading.Fault> found = labelling.fault(model, sha256, label.label());
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
