package io.tidemark.feedback.trial;

import io.tidemark.event.TrialLoad;
import io.tidemark.feedback.rollout.Health;
import io.tidemark.feedback.rollout.StageSums;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.TrialFormat;
import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.wire.ByteBuffers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Trials of the models of one task: the trial with its matured losses, losses of panes that are too young, keys that
/// have counted, and how the versions answer.
final class TrialStore {
    static final String CHALLENGER = "challenger";
    static final String CHAMPION = "champion";

    private static final String LETTERS = "letters";
    private static final String AFTER = "\0after\0";
    /// Above all that follows a prefix.
    private static final String LAST = "\uDBFF\uDFFF";
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<String, byte[]> trials;
    private final KeyValueStore<String, byte[]> panes;
    private final KeyValueStore<String, byte[]> keys;
    private final KeyValueStore<String, byte[]> health;
    private final Map<String, Trial> held = new HashMap<>();

    TrialStore(ProcessorContext<?, ?> context) {
        trials = context.getStateStore(RolloutNames.TRIALS);
        panes = context.getStateStore(RolloutNames.TRIAL_PANES);
        keys = context.getStateStore(RolloutNames.TRIAL_KEYS);
        health = context.getStateStore(RolloutNames.TRIAL_HEALTH);
    }

    /// The trial of a model: the same object until it ends, so that what is added to it is seen.
    Optional<Trial> get(String model) {
        Trial known = held.get(model);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Trial> stored = Optional.ofNullable(trials.get(model)).map(TrialFormat::read);
        stored.ifPresent(trial -> held.put(model, trial));
        return stored;
    }

    void put(String model, Trial trial) {
        held.put(model, trial);
        trials.put(model, TrialFormat.write(trial));
    }

    /// Counts a key.
    ///
    /// @return false when it has counted before
    boolean isNew(Trial trial, String key) {
        return keys.putIfAbsent(trial.id() + "\0" + key, PRESENT) == null;
    }

    /// @param paneStartMs start of the pane by event time, milliseconds since 1970-01-01 UTC
    StageSums pane(String activationId, long paneStartMs) {
        byte[] bytes = panes.get(paneKey(activationId, paneStartMs));
        return bytes == null ? new StageSums() : StageSums.fromBytes(bytes);
    }

    void putPane(String activationId, long paneStartMs, StageSums sums) {
        panes.put(paneKey(activationId, paneStartMs), sums.toBytes());
    }

    /// Moves the losses of panes that began before a moment to their stages.
    ///
    /// @return whether there were any
    boolean mature(Trial trial, long startedBeforeMs) {
        boolean any = false;
        for (Trial.Stage stage : trial.stages()) {
            String prefix = stage.activationId() + "\0";
            for (KeyValue<String, byte[]> pane : all(panes, prefix, Integer.MAX_VALUE)) {
                if (Long.parseLong(pane.key.substring(prefix.length())) < startedBeforeMs) {
                    stage.sums().merge(StageSums.fromBytes(pane.value));
                    panes.delete(pane.key);
                    any = true;
                }
            }
        }
        return any;
    }

    void load(String activationId, String variant, TrialLoad load) {
        byte[] counts = ByteBuffers.copy(load.getLatenciesUs());
        health.put(
                activationId + "\0" + variant + "\0" + load.getPartition(),
                ByteBuffer.allocate(Long.BYTES + counts.length)
                        .putLong(load.getAnswers())
                        .put(counts)
                        .array());
    }

    void letter(String activationId, String variant) {
        String key = activationId + "\0" + variant + "\0" + LETTERS;
        byte[] before = health.get(key);
        long count = before == null ? 0 : ByteBuffer.wrap(before).getLong();
        health.put(key, ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
    }

    /// How a version has answered in the stage that runs: stages before it had other shares and other hours.
    Health health(Trial trial, String variant) {
        long answers = 0;
        long letters = 0;
        QuantileCounts latenciesUs = new QuantileCounts(Health.EXACT_LATENCIES);
        String prefix = trial.stage().activationId() + "\0" + variant + "\0";
        for (KeyValue<String, byte[]> entry : all(health, prefix, Integer.MAX_VALUE)) {
            ByteBuffer value = ByteBuffer.wrap(entry.value);
            long count = value.getLong();
            if (entry.key.endsWith(LETTERS)) {
                letters += count;
            } else {
                answers += count;
                byte[] counts = new byte[value.remaining()];
                value.get(counts);
                latenciesUs.merge(QuantileCounts.fromBytes(counts));
            }
        }
        return new Health(answers, letters, latenciesUs);
    }

    /// Activation that ended the model's last trial.
    Optional<String> lastEndedBy(String model) {
        return Optional.ofNullable(trials.get(AFTER + model)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// Ends a trial. Its keys are many and go bit by bit, with [#purge].
    ///
    /// @param by activation that took its place
    void end(String model, Trial trial, String by) {
        held.remove(model);
        trials.delete(model);
        trials.put(AFTER + model, by.getBytes(StandardCharsets.UTF_8));
        for (Trial.Stage stage : trial.stages()) {
            String prefix = stage.activationId() + "\0";
            all(panes, prefix, Integer.MAX_VALUE).forEach(entry -> panes.delete(entry.key));
            all(health, prefix, Integer.MAX_VALUE).forEach(entry -> health.delete(entry.key));
        }
        trials.put(endedKey(trial.id()), PRESENT);
    }

    /// Forgets keys of trials that have ended, up to a number.
    void purge(int most) {
        for (KeyValue<String, byte[]> ended : all(trials, endedKey(""), Integer.MAX_VALUE)) {
            String prefix = ended.key.substring(endedKey("").length()) + "\0";
            List<KeyValue<String, byte[]>> old = all(keys, prefix, most);
            old.forEach(entry -> keys.delete(entry.key));
            if (old.size() < most) {
                trials.delete(ended.key);
            }
        }
    }

    private static String endedKey(String trialId) {
        return "\0ended\0" + trialId;
    }

    private static String paneKey(String activationId, long paneStartMs) {
        return activationId + "\0" + paneStartMs;
    }

    private static List<KeyValue<String, byte[]>> all(KeyValueStore<String, byte[]> store, String prefix, int most) {
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(prefix, prefix + LAST)) {
            while (entries.hasNext() && found.size() < most) {
                found.add(entries.next());
            }
        }
        return found;
    }
}
