package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.event.Activated;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.List;
import java.util.Optional;

/// What the timeline says of the version on trial.
///
/// @param activation the newest activation
/// @param verdicts verdicts on versions of the model, oldest first
public record TrialState(TimelineEntry activation, List<TimelineEntry> verdicts) {
    public TrialState {
        verdicts = List.copyOf(verdicts);
    }

    /// Reads the timeline.
    ///
    /// @throws UserError when the model was never activated
    public static TrialState read(KafkaSettings settings, String model) {
        TimelineState timeline =
                TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE));
        return of(timeline, model)
                .orElseThrow(() -> new UserError("Found no activation of " + model
                        + " on the timeline, expected one of the models " + timeline.models() + "."));
    }

    static Optional<TrialState> of(TimelineState timeline, String model) {
        return timeline.activation(model)
                .map(newest -> new TrialState(
                        newest,
                        timeline.of(model).stream()
                                .filter(entry -> entry.event().getFact() instanceof VerdictReached)
                                .toList()));
    }

    /// What the newest activation says.
    public Activated routing() {
        return (Activated) activation.event().getFact();
    }

    /// A verdict for the version on trial that no activation has followed.
    public Optional<VerdictReached> waiting() {
        return verdicts.reversed().stream()
                .filter(entry -> entry.offset() > activation.offset())
                .map(entry -> (VerdictReached) entry.event().getFact())
                .findFirst()
                .filter(verdict -> verdict.getVerdict() == Verdict.PROMOTE);
    }
}
