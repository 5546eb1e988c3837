package io.tidemark.feedback.trial;

import io.tidemark.event.TrialLoad;
import io.tidemark.feedback.rollout.Health;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.TrialFormat;
import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.wire.ByteBuffers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/// Trials of the models of one task: the trial with its matured losses, what is to be added to them, and how the
/// versions answer.
final class TrialStore {
    static final String CHALLENGER = "challenger";
    static final String CHAMPION = "champion";
    static final String SHADOW = "shadow";

    private static final String LETTERS = "letters";
    private static final String AFTER = "\0after\0";
    private static final String ENDED = "\0ended\0";
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<String, byte[]> trials;
    private final KeyValueStore<String, byte[]> health;
    private final LossStore losses;
    private final Map<String, Trial> held = new HashMap<>();

    TrialStore(ProcessorContext<?, ?> context) {
        trials = context.getStateStore(RolloutNames.TRIALS);
        health = context.getStateStore(RolloutNames.TRIAL_HEALTH);
        losses = new LossStore(
                context.getStateStore(RolloutNames.TRIAL_KEYS), context.getStateStore(RolloutNames.TRIAL_LOSSES));
    }

    /// The trial of a model: the same object until it ends, so that what is added to it is seen.
    Optional<Trial> get(String model) {
        Trial known = held.get(model);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Trial> stored = Optional.ofNullable(trials.get(model)).flatMap(TrialFormat::read);
        stored.ifPresent(trial -> held.put(model, trial));
        return stored;
    }

    void put(String model, Trial trial) {
        held.put(model, trial);
        trials.put(model, TrialFormat.write(trial));
    }

    /// What counts and is too young to be part of the trial.
    LossStore losses() {
        return losses;
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

    /// Counts a request that became a dead letter.
    ///
    /// @param key what it was routed by
    void letter(Trial trial, String activationId, String variant, String key) {
        String place = activationId + "\0" + variant + "\0" + LETTERS;
        byte[] stored = health.get(place);
        Letters before = stored == null ? new Letters(0, 0) : Letters.fromBytes(stored);
        int more = losses.isNewRefusal(trial, activationId, key) ? 1 : 0;
        health.put(place, new Letters(before.letters() + 1, before.keys() + more).toBytes());
    }

    /// How a version has answered in the stage that runs: stages before it had other shares and other hours.
    Health health(Trial trial, String variant) {
        long answers = 0;
        Letters letters = new Letters(0, 0);
        QuantileCounts latenciesUs = new QuantileCounts(Health.EXACT_LATENCIES);
        String prefix = trial.stage().activationId() + "\0" + variant + "\0";
        for (KeyValue<String, byte[]> entry : Prefixes.of(health, prefix, Integer.MAX_VALUE)) {
            if (entry.key.endsWith(LETTERS)) {
                letters = Letters.fromBytes(entry.value);
            } else {
                ByteBuffer value = ByteBuffer.wrap(entry.value);
                answers += value.getLong();
                byte[] counts = new byte[value.remaining()];
                value.get(counts);
                latenciesUs.merge(QuantileCounts.fromBytes(counts));
            }
        }
        return new Health(answers, letters.letters(), letters.keys(), latenciesUs);
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
            Prefixes.delete(health, stage.activationId() + "\0", Integer.MAX_VALUE);
            trials.put(ENDED + stage.activationId(), PRESENT);
        }
    }

    /// Forgets what was kept for trials that have ended, up to a number of keys for each stage.
    void purge(int most) {
        for (KeyValue<String, byte[]> ended : Prefixes.of(trials, ENDED, Integer.MAX_VALUE)) {
            if (losses.purge(ended.key.substring(ENDED.length()), most)) {
                trials.delete(ended.key);
            }
        }
    }

    /// Requests that a version refused.
    ///
    /// @param letters dead letters
    /// @param keys keys that they had, each counted once
    private record Letters(long letters, long keys) {
        byte[] toBytes() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(letters)
                    .putLong(keys)
                    .array();
        }

        static Letters fromBytes(byte[] bytes) {
            ByteBuffer value = ByteBuffer.wrap(bytes);
            long letters = value.getLong();
            // An earlier release counted letters alone.
            return new Letters(letters, value.hasRemaining() ? value.getLong() : 0);
        }
    }
}
