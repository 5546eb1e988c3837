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
    /// A stage is never older than the demo lets it be; what is decided then has to be read.
    private static final Duration TIMEOUT = DemoSettings.MAX_AGE.plusSeconds(30);

    private static final int BAD_SHARE_BP = 1_000;
    private static final int RETRAINED = 2;

    private final KafkaSettings kafka;
    private final DemoState state;
    private final DemoTraffic traffic;
    private final DemoScreen screen;

    /// The version of the old world.
    private final ModelVersion first;

    DemoTrials(KafkaSettings kafka, DemoState state, DemoTraffic traffic, DemoScreen screen, ModelVersion first) {
        this.kafka = kafka;
        this.state = state;
        this.traffic = traffic;
        this.screen = screen;
        this.first = first;
    }

    /// The retrained version is a canary since it was approved; it goes on until there is a verdict and what it calls
    /// for is on the timeline.
    void promote(WorldShift world) {
        if (!state.isOnTrial(RETRAINED)) {
            return;
        }
        screen.phase("version " + RETRAINED + " climbs its ramp until the labels tell");
        play("ramp", RETRAINED, world);
    }

    /// The first version comes back as a canary beside whoever is champion, in a world that it does not know.
    void rollBack(WorldShift world) {
        RoutingChange routing = RoutingChange.read(kafka, first.model());
        Activated now = routing.routing();
        if (now.getChampion().getVersion() == first.version()) {
            state.note("version " + first.version() + " is champion still: it cannot be tried beside itself");
            return;
        }
        screen.phase("version " + first.version() + " of the old world tries again, as a canary");
        routing.append(
                Activated.newBuilder(now)
                        .setCause(ActivationCause.ROLLOUT)
                        .setChallengers(List.of(new Challenger(
                                first.version(), first.bundleSha256(), BAD_SHARE_BP, first.model() + "-again")))
                        .setShadows(List.of())
                        .build(),
                List.of(first),
                "A bad model, to see what becomes of it.");
        play("bad", first.version(), world);
    }

    private void play(String phase, int version, WorldShift world) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        traffic.play(phase, world::next, () -> isOver(version) || System.nanoTime() > deadlineNs);
    }

    private boolean isOver(int version) {
        return state.verdict(version).isPresent() && !state.isOnTrial(version);
    }

    List<Invariant> invariants() {
        return List.of(
                ended("the better version was promoted by its canary", RETRAINED, Verdict.PROMOTE),
                ended("the bad version was rolled back by its canary", first.version(), Verdict.ROLLBACK));
    }

    private Invariant ended(String name, int version, Verdict expected) {
        Optional<Verdict> found = state.verdict(version);
        return new Invariant(
                name,
                found.equals(Optional.of(expected)),
                "version " + version + ": " + found.map(Verdict::name).orElse("no verdict"));
    }
}
