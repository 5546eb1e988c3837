package io.tidemark.cli.demo;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.audit.LogAudit;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.demo.DemoState.Moment;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Performance;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.run.RegisteredRun;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The story: train, serve the held-out rows, compare live with offline, shift the world, watch it being noticed,
/// retrained, tried and mended, let a bad version be rolled back, and check everything from the topics.
public final class Demo {
    private static final Duration LOOP_TIMEOUT = Duration.ofMinutes(6);
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(60);

    /// The joiner may be behind when the traffic ends: training took the processors.
    private static final Duration LABELS_TIMEOUT = Duration.ofMinutes(3);

    private static final int ROWS_AFTER_SWAP = 3 * DemoState.ROLLING;
    private static final long POLL_MS = 50;

    private final DemoSettings settings;
    private final DemoData data;
    private final Terminal terminal;
    private final DemoState state = new DemoState();
    private final Map<String, Double> times = new LinkedHashMap<>();
    private final Map<String, Double> phases = new LinkedHashMap<>();
    private final List<Invariant> invariants = new ArrayList<>();

    /// Reasons that the bad requests have to end with, by key.
    private Map<String, String> bad = Map.of();

    public Demo(DemoSettings settings, DemoData data, Terminal terminal) {
        this.settings = settings;
        this.data = data;
        this.terminal = terminal;
    }

    /// Tells the story; returns what it came to.
    public DemoResult run() throws InterruptedException {
        ModelManifest manifest = data.manifest();
        LocatedData located = data.located();
        ProgressLine progress = new ProgressLine(terminal);
        try (DemoSlack slack = new DemoSlack(text -> state.note("Slack: " + text));
                LocalStack stack = LocalStack.start(stackSettings(slack), what -> progress.show(what, -1))) {
            progress.done("Kafka, schema registry and all services run.");
            times.put("stack_ready", state.now());
            ModelRegistry registry = settings.home().openRegistry();
            RegisteredRun run = train(registry, manifest, located, progress);
            Publication.publish(registry, run.version(), Optional.of(stack.kafka()), true);
            DemoResult result = live(stack.kafka(), registry, manifest, located, run);
            terminal.line("The stand-in for Slack got " + slack.messages().size() + " messages.");
            return result;
        }
    }

    private LocalStack.Settings stackSettings(DemoSlack slack) {
        Map<String, Object> services = new LinkedHashMap<>(DemoSettings.SERVICES);
        services.putAll(slack.settings());
        LocalStack.Settings plain = LocalStack.Settings.in(settings.home(), settings.models());
        return new LocalStack.Settings(
                plain.home(),
                plain.models(),
                data.overrides(),
                plain.brokerPort(),
                plain.registryPort(),
                plain.managementPort(),
                plain.partitions(),
                services);
    }

    private RegisteredRun train(
            ModelRegistry registry, ModelManifest manifest, LocatedData located, ProgressLine progress) {
        double start = state.now();
        TrainingService service = new TrainingService(
                registry,
                data.locator(),
                settings.home().runs(),
                Runtime.getRuntime().availableProcessors());
        RegisteredRun run = service.train(
                new TrainingOrder(
                        RunIds.fresh(manifest.name()),
                        manifest,
                        Optional.of(located),
                        Optional.empty(),
                        OptionalInt.empty()),
                (step, message, share) -> progress.show("training " + step.key() + ": " + message, share));
        times.put("first_training", state.now() - start);
        progress.done("Version 1 trained on " + located.origin() + ".");
        return run;
    }

    private DemoResult live(
            KafkaSettings kafka, ModelRegistry registry, ModelManifest manifest, LocatedData located, RegisteredRun run)
            throws InterruptedException {
        Evaluation evaluation = run.result().orElseThrow().evaluation();
        HeldOutRows heldOut = HeldOutRows.of(manifest, located, evaluation, new SplittableRandom(settings.seed()));
        try (DemoTraffic traffic = new DemoTraffic(kafka, manifest, settings.rate(), settings.seed());
                DemoObserver observer = new DemoObserver(kafka, state);
                DemoScreen screen = new DemoScreen(terminal, state, traffic::requestsSent)) {
            observer.start();
            screen.offline(evaluation.metrics().getOrDefault("wmape", Double.NaN));
            LiveComparison comparison = steady(kafka, manifest, heldOut, traffic, screen, evaluation);
            shift(heldOut, traffic, screen);
            DemoTrials trials = new DemoTrials(kafka, state, traffic, screen, run.version());
            WorldShift world = new WorldShift(heldOut.secondHalf(), settings.seed() + 3);
            trials.promote(world);
            recover(heldOut, traffic, screen);
            trials.rollBack(world);
            screen.phase("waiting for the last labels, and for those that never come");
            traffic.drain();
            boolean settled = await(LABELS_TIMEOUT, () -> state.matched() + state.expired() >= state.answered());
            state.note(settled ? "every prediction has its label, or expired" : "predictions still wait for labels");
            screen.phase("checking the topics");
            LogAudit audit = new LogAudit(new TopicBinding(kafka), registry);
            invariants.addAll(audit.check());
            invariants.add(audit.settled(traffic.withheld().size()));
            invariants.addAll(comparison.invariants());
            invariants.add(rejectedAsExpected(audit));
            invariants.add(loopClosed());
            invariants.addAll(trials.invariants());
            times.put("total", state.now());
            return new DemoResult(
                    located.origin(),
                    located.sha256(),
                    audit.counts(),
                    audit.rejectedByReason(),
                    comparison.offline(),
                    comparison.live(),
                    phases,
                    times,
                    List.copyOf(invariants),
                    state.training()
                            .map(t -> t.getGates().stream()
                                    .map(gate -> (gate.getPassed() ? "passed: " : "failed: ") + gate.getMessage())
                                    .toList())
                            .orElse(List.of()),
                    state.events(),
                    state.samples());
        }
    }

    /// All held-out rows once; then live metrics have to be the offline ones.
    private LiveComparison steady(
            KafkaSettings kafka,
            ModelManifest manifest,
            HeldOutRows heldOut,
            DemoTraffic traffic,
            DemoScreen screen,
            Evaluation evaluation)
            throws InterruptedException {
        screen.phase("serving " + heldOut.all().size() + " held-out rows; labels follow");
        bad = new BadRequests(kafka, manifest, heldOut.all().getFirst().values())
                .send(kafka, "median_income", "latitude", 1000, "ocean_proximity");
        Iterator<DemoRow> rows = heldOut.all().iterator();
        traffic.play("steady", () -> rows.hasNext() ? rows.next() : null, () -> false);
        traffic.drain();
        long labelled = traffic.requestsSent() - traffic.withheld().size();
        await(SETTLE_TIMEOUT, () -> state.total(1).map(Performance::getLabelled).orElse(0L) >= labelled);
        state.rollingWmape(1).ifPresent(value -> phases.put("steady", value));
        return LiveComparison.of(evaluation, traffic.withheld(), state.total(1));
    }

    private void shift(HeldOutRows heldOut, DemoTraffic traffic, DemoScreen screen) {
        screen.phase("the world shifts: " + WorldShift.DESCRIPTION);
        state.reach(Moment.SHIFT);
        WorldShift world = new WorldShift(heldOut.firstHalf(), settings.seed() + 1);
        double[] worstSeen = {0};
        long deadlineNs = System.nanoTime() + LOOP_TIMEOUT.toNanos();
        traffic.play("shifted", world::next, () -> {
            state.rollingWmape(1).ifPresent(value -> worstSeen[0] = Math.max(worstSeen[0], value));
            return state.champion() > 1
                    || state.isOnTrial(2)
                    || state.retrainingFailed()
                    || System.nanoTime() > deadlineNs;
        });
        phases.put("shifted", worstSeen[0]);
    }

    /// The other half of the rows, which nothing has seen in the new world.
    private void recover(HeldOutRows heldOut, DemoTraffic traffic, DemoScreen screen) throws InterruptedException {
        int champion = state.champion();
        if (champion < 2) {
            return;
        }
        screen.phase("version " + champion + " answers; does it cope?");
        WorldShift world = new WorldShift(heldOut.secondHalf(), settings.seed() + 2);
        double lost = phases.getOrDefault("shifted", 0.0);
        double before = phases.getOrDefault("steady", 0.0);
        double halfway = before + (lost - before) / 2;
        int[] sent = {0};
        BooleanSupplier recovered = () -> {
            boolean now = state.wmapeAsChampion(champion)
                    .map(value -> value <= halfway)
                    .orElse(false);
            if (now) {
                state.reach(Moment.RECOVERED);
            }
            return now;
        };
        long deadlineNs = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
        traffic.play("recovered", world::next, () -> {
            boolean now = recovered.getAsBoolean();
            return (++sent[0] > ROWS_AFTER_SWAP && now) || System.nanoTime() > deadlineNs;
        });
        traffic.drain();
        await(Duration.ofSeconds(10), recovered);
        state.wmapeAsChampion(champion).ifPresent(value -> phases.put("recovered", value));
    }

    private Invariant rejectedAsExpected(LogAudit audit) {
        Map<String, Long> expected = new TreeMap<>();
        bad.values().forEach(reason -> expected.merge(reason, 1L, Long::sum));
        Map<String, Long> found = audit.rejectedByReason();
        return new Invariant(
                "each bad request ended as a dead letter with its reason",
                found.equals(expected),
                "expected " + expected + ", found " + found);
    }

    private Invariant loopClosed() {
        LoopChain chain = new LoopChain(state.moments());
        times.putAll(chain.times());
        return chain.closed(state.training()
                .map(run -> "; last of the training: " + run.getStep() + " " + run.getStatus() + " " + run.getMessage())
                .orElse(""));
    }

    private static boolean await(Duration timeout, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }
}
