package io.tidemark.cli.demo;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.client.RoutingChange;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.Verdict;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Two versions on trial in the new world: the one that was trained in it, and the one of the old world.
final class DemoTrials {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int BAD_SHARE_BP = 1_000;
    private static final int RETRAINED = 2;
    private static final int OLD = 1;

    private final DemoState state;
    private final DemoTraffic traffic;
    private final DemoScreen screen;

    DemoTrials(DemoState state, DemoTraffic traffic, DemoScreen screen) {
        this.state = state;
        this.traffic = traffic;
        this.screen = screen;
    }

    /// The retrained version is a canary since it was approved; it goes on until there is a verdict.
    void promote(WorldShift world) {
        screen.phase("version " + RETRAINED + " climbs its ramp until the labels tell");
        play("ramp", RETRAINED, world);
    }

    /// The first version comes back as a canary, in a world that it does not know.
    void rollBack(KafkaSettings kafka, ModelVersion first, WorldShift world) {
        RoutingChange routing = RoutingChange.read(kafka, first.model());
        if (state.verdict(RETRAINED).equals(Optional.of(Verdict.PROMOTE))) {
            screen.phase("version " + OLD + " of the old world tries again, as a canary");
            routing.append(
                    Activated.newBuilder(routing.routing())
                            .setCause(ActivationCause.ROLLOUT)
                            .setChallengers(List.of(new Challenger(
                                    first.version(), first.bundleSha256(), BAD_SHARE_BP, first.model() + "-again")))
                            .build(),
                    List.of(first),
                    "A bad model, to see what becomes of it.");
            play("bad", OLD, world);
        }
    }

    private void play(String phase, int version, WorldShift world) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        traffic.play(phase, world::next, () -> state.verdict(version).isPresent() || System.nanoTime() > deadlineNs);
    }

    List<Invariant> invariants() {
        return List.of(
                ended("the better version was promoted by its canary", RETRAINED, Verdict.PROMOTE),
                ended("the bad version was rolled back by its canary", OLD, Verdict.ROLLBACK));
    }

    private Invariant ended(String name, int version, Verdict expected) {
        Optional<Verdict> found = state.verdict(version);
        return new Invariant(
                name,
                found.equals(Optional.of(expected)),
                "version " + version + ": " + found.map(Verdict::name).orElse("no verdict"));
    }
}
