package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.Prediction;
import io.tidemark.event.Registered;
import io.tidemark.event.VersionRef;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why a version answered a request, by the facts of the timeline.
///
/// @param activation the entry that asked for the version to serve; empty: the timeline does not have it
/// @param adoption the entry by which an instance took it up on the request's partition, at the request or before;
/// empty: the timeline does not have it
/// @param registration the entry by which the version came to be; empty: it came to be without one
public record AnswerTrace(
        Prediction prediction,
        Optional<TimelineEntry> activation,
        Optional<TimelineEntry> adoption,
        Optional<TimelineEntry> registration) {

    /// Follows a prediction back.
    public static AnswerTrace of(Prediction prediction, TimelineState timeline) {
        List<TimelineEntry> facts = timeline.of(prediction.getModel());
        Optional<TimelineEntry> activation = facts.stream()
                .filter(entry -> entry.event().getFact() instanceof Activated
                        && entry.event().getEventId().equals(prediction.getActivationId()))
                .findFirst();
        Optional<TimelineEntry> adoption = facts.reversed().stream()
                .filter(entry -> entry.event().getFact() instanceof Adopted adopted && covers(adopted, prediction))
                .findFirst();
        Optional<TimelineEntry> registration = facts.stream()
                .filter(entry -> entry.event().getFact() instanceof Registered registered
                        && registered.getVersion() == prediction.getVersion()
                        && registered.getBundleSha256().equals(prediction.getBundleSha256()))
                .findFirst();
        return new AnswerTrace(prediction, activation, adoption, registration);
    }

    private static boolean covers(Adopted adopted, Prediction prediction) {
        return adopted.getActivationId().equals(prediction.getActivationId())
                && adopted.getTopic().equals(prediction.getSource().getTopic())
                && adopted.getPartition() == prediction.getSource().getPartition()
                && adopted.getFirstOffset() <= prediction.getSource().getOffset();
    }

    /// What the prediction says and the timeline does not bear out, in words; empty: they agree.
    public List<String> contradictions() {
        List<String> found = new ArrayList<>();
        if (activation.isEmpty()) {
            found.add("Found no activation " + prediction.getActivationId()
                    + " on the timeline, expected the one that the prediction names.");
        } else if (!names((Activated) activation.get().event().getFact())) {
            found.add("Found version " + prediction.getVersion() + " with bundle " + prediction.getBundleSha256()
                    + " in the prediction, expected one that activation " + prediction.getActivationId() + " names.");
        }
        if (adoption.isEmpty()) {
            found.add("Found no adoption of " + prediction.getActivationId() + " on partition "
                    + prediction.getSource().getPartition() + " at offset "
                    + prediction.getSource().getOffset() + " or before, expected one on the timeline.");
        }
        return found;
    }

    private boolean names(Activated activated) {
        return isAnswerer(activated.getChampion())
                || activated.getShadows().stream().anyMatch(this::isAnswerer)
                || activated.getChallengers().stream()
                        .anyMatch(challenger -> challenger.getVersion() == prediction.getVersion()
                                && challenger.getBundleSha256().equals(prediction.getBundleSha256()));
    }

    private boolean isAnswerer(VersionRef version) {
        return version.getVersion() == prediction.getVersion()
                && version.getBundleSha256().equals(prediction.getBundleSha256());
    }
}
