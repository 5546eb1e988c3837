package io.tidemark.scoring.topology;

import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.ServingModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Models as a test puts them: nothing is loaded, and a wait ends at once with what the test arranged for it.
final class ToyModels implements ServingModels {
    /// A wait that the stream asked for.
    record Wait(String model, long offset, Duration timeout) {}

    private final Map<String, ReadyActivation> ready = new HashMap<>();
    private final Map<String, Prospect> prospects = new HashMap<>();
    private final Map<String, ReadyActivation> afterWait = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private @Nullable RuntimeException fault;
    private Runnable beforeEach = () -> {};

    /// An activation of the toy model with a champion alone.
    static ReadyActivation activation(long offset, int version) {
        return new ReadyActivation(
                offset, "activation-" + offset, ToyModel.version(version).serving(), List.of());
    }

    void serve(ReadyActivation activation) {
        ready.put(activation.champion().name(), activation);
        prospects.put(activation.champion().name(), Prospect.READY);
    }

    void prospect(String model, Prospect prospect) {
        prospects.put(model, prospect);
    }

    /// What a wait brings.
    void serveAfterWait(ReadyActivation activation) {
        afterWait.put(activation.champion().name(), activation);
    }

    /// Lets each question fail, as broken code would.
    void fail(@Nullable RuntimeException with) {
        fault = with;
    }

    /// What happens whenever the stream asks for a model: once for each request that it is going to score.
    void beforeEach(Runnable look) {
        beforeEach = look;
    }

    /// Waits so far, oldest first.
    List<Wait> waits() {
        return waits;
    }

    @Override
    public @Nullable ReadyActivation newest(String model) {
        beforeEach.run();
        if (fault != null) {
            throw fault;
        }
        return ready.get(model);
    }

    @Override
    public Prospect prospect(String model) {
        return prospects.getOrDefault(model, Prospect.UNKNOWN);
    }

    @Override
    public @Nullable ReadyActivation await(String model, long offset, Duration timeout) {
        waits.add(new Wait(model, offset, timeout));
        ReadyActivation next = afterWait.get(model);
        if (next != null) {
            serve(next);
        }
        return ready.get(model);
    }
}
