package io.tidemark.feedback.trial;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// Answers, shadows' answers and outcomes of models with a version on trial become rows; the rows of a model meet in
/// one task, which judges the trial and writes what becomes of it to the timeline.
///
/// @param board activations of the timeline, kept up to date by somebody else
/// @param partitions how many partitions a topic has, by its name; asked once for each task
public record RolloutTopology(
        TopicBinding topics,
        FeedbackConfig config,
        TermsSource terms,
        ActivationBoard board,
        ToIntFunction<String> partitions,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = RolloutNames.SERVICE;

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        trace(draft);
        letters(draft);
        judge(draft);
        return draft.topology();
    }

    /// The topics are keyed by request id and have as many partitions.
    private void trace(TopologyDraft draft) {
        draft.source(RolloutNames.SOURCE_PREDICTIONS, Topics.PREDICTIONS);
        draft.source(RolloutNames.SOURCE_SHADOWS, Topics.SHADOW_PREDICTIONS);
        draft.source(RolloutNames.SOURCE_OUTCOMES, Topics.OUTCOMES);
        draft.topology()
                .addProcessor(
                        RolloutNames.TRACE,
                        () -> new TraceTrialProcessor(this),
                        RolloutNames.SOURCE_PREDICTIONS,
                        RolloutNames.SOURCE_SHADOWS,
                        RolloutNames.SOURCE_OUTCOMES);
        store(draft, RolloutNames.TRACES, Serdes.String(), RolloutNames.TRACE);
        store(draft, RolloutNames.TRACES_DUE, Serdes.Bytes(), RolloutNames.TRACE);
        store(draft, RolloutNames.LOADS, Serdes.String(), RolloutNames.TRACE);
        draft.sink(RolloutNames.TRACED, Topics.TRIAL_ROWS, RolloutNames.TRACE);
    }

    private void letters(TopologyDraft draft) {
        draft.source(RolloutNames.SOURCE_LETTERS, Topics.DEAD_LETTERS);
        draft.topology()
                .addProcessor(RolloutNames.LETTERS, () -> new CountLetterProcessor(this), RolloutNames.SOURCE_LETTERS);
        draft.sink(RolloutNames.LETTERS_OUT, Topics.TRIAL_ROWS, RolloutNames.LETTERS);
    }

    private void judge(TopologyDraft draft) {
        draft.source(RolloutNames.SOURCE_ROWS, Topics.TRIAL_ROWS);
        draft.topology()
                .addProcessor(RolloutNames.JUDGE, () -> new JudgeTrialProcessor(this), RolloutNames.SOURCE_ROWS);
        store(draft, RolloutNames.TRIALS, Serdes.String(), RolloutNames.JUDGE);
        store(draft, RolloutNames.TRIAL_LOSSES, Serdes.String(), RolloutNames.JUDGE);
        store(draft, RolloutNames.TRIAL_KEYS, Serdes.String(), RolloutNames.JUDGE);
        store(draft, RolloutNames.TRIAL_HEALTH, Serdes.String(), RolloutNames.JUDGE);
        draft.sink(RolloutNames.TIMELINE, Topics.TIMELINE, RolloutNames.JUDGE);
        draft.sink(RolloutNames.ALERTS, Topics.ALERTS, RolloutNames.JUDGE);
        draft.sink(RolloutNames.PERFORMANCE, Topics.PERFORMANCE, RolloutNames.JUDGE);
    }

    private static <K> void store(TopologyDraft draft, String name, Serde<K> keys, String processor) {
        draft.topology()
                .addStateStore(
                        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray())
                                .withLoggingEnabled(Map.of(
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        Integer.toString(Topics.REQUESTS.maxMessageBytes())))
                                .withCachingDisabled(),
                        processor);
    }
}
