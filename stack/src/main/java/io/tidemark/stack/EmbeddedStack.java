package io.tidemark.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A running Kafka broker and schema registry, children of this process, on loopback ports.
///
/// They keep topics and schemas in the home directory from one start to the next. They end with [#close], with the end
/// of this JVM, and also when this process is killed.
public final class EmbeddedStack implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(5);

    private final StackHome home;
    private final HomeLock lock;
    private final List<ChildProcess> children = new ArrayList<>();
    private final Map<String, Duration> startTimes = new LinkedHashMap<>();
    private final Deque<Runnable> beforeStop = new ArrayDeque<>();
    private final CompletableFuture<StackException> failure = new CompletableFuture<>();
    private final Thread hook = new Thread(this::stop, "stack-shutdown");
    private final Ports ports;
    private boolean stopped;

    private EmbeddedStack(StackHome home, HomeLock lock, Ports ports) {
        this.home = home;
        this.lock = lock;
        this.ports = ports;
    }

    /// Starts broker and schema registry side by side and returns when both are ready.
    ///
    /// @throws StackException when they cannot start; nothing is left running then
    public static EmbeddedStack start(StackSettings settings) {
        StackRuntime runtime = StackRuntime.locate();
        StackHome home = new StackHome(settings.home());
        home.create();
        HomeLock lock = HomeLock.take(home);
        try {
            endLeftovers(home);
            home.requireSpace(settings.minFreeBytes());
            Ports ports = Ports.choose(settings.brokerPort(), settings.registryPort());
            return new EmbeddedStack(home, lock, ports).start(runtime, settings.startTimeout());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Address for Kafka clients.
    public String bootstrapServers() {
        return Ports.HOST + ":" + ports.broker();
    }

    /// Base address of the schema registry, for clients of Confluent's REST interface.
    public String registryUrl() {
        return Apicurio.url(ports);
    }

    /// Broker and schema registry: name, process and log file of each.
    public List<StackState.Child> children() {
        return children.stream().map(ChildProcess::describe).toList();
    }

    /// Time from the start of each child until it was ready, by the child's name.
    public Map<String, Duration> startTimes() {
        return Map.copyOf(startTimes);
    }

    /// Completes when a child ends that should go on: with what it said and what to do. Never completes otherwise.
    public CompletionStage<StackException> failure() {
        return failure.minimalCompletionStage();
    }

    /// Runs something before the children stop, last registered first: the place to close what needs the broker. JVM
    /// shutdown hooks of one's own would run at the same time as the stack's.
    public synchronized void beforeStop(Runnable action) {
        beforeStop.push(action);
    }

    /// Stops both children and gives the home back; does nothing the second time.
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs or will run, and finds everything stopped.
        }
    }

    private EmbeddedStack start(StackRuntime runtime, Duration timeout) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            long startNs = System.nanoTime();
            children.add(ChildProcess.start(Broker.spec(runtime, home, ports)));
            children.add(ChildProcess.start(Apicurio.spec(runtime, home, ports)));
            awaitReady(startNs, timeout);
            state().write(home);
            children.forEach(child -> Thread.ofVirtual().start(() -> failed(child.awaitEnd())));
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitReady(long startNs, Duration timeout) {
        List<ChildProcess> waiting = new ArrayList<>(children);
        while (!waiting.isEmpty()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
            waiting.removeIf(child -> {
                boolean ready = child.isReady();
                if (ready) {
                    startTimes.put(child.name(), elapsed);
                }
                return ready;
            });
            if (!waiting.isEmpty() && elapsed.compareTo(timeout) > 0) {
                ChildProcess late = waiting.get(0);
                throw new StackException("The " + late.name() + " was not ready within " + timeout.toSeconds() + " s. "
                        + late.explain());
            }
            pause();
        }
    }

    private StackState state() {
        return new StackState(
                ProcessId.of(ProcessHandle.current()), Instant.now(), bootstrapServers(), registryUrl(), children());
    }

    private synchronized void failed(StackException end) {
        if (!stopped) {
            failure.complete(end);
        }
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try (lock) {
            beforeStop.forEach(EmbeddedStack::runQuietly);
            children.forEach(ChildProcess::requestStop);
            children.forEach(ChildProcess::awaitStop);
            home.removeState();
        }
    }

    /// Children of a stack that was killed end by themselves within moments; wait for them, so that ports and files are
    /// free.
    private static void endLeftovers(StackHome home) {
        long deadlineNs = System.nanoTime() + LEFTOVER_GRACE.toNanos();
        List<ProcessHandle> leftovers = StackState.read(home).stream()
                .flatMap(state -> state.children().stream())
                .flatMap(child -> child.process().handle().stream())
                .toList();
        while (leftovers.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > deadlineNs) {
                leftovers.forEach(ProcessHandle::destroyForcibly);
            }
            pause();
        }
        home.removeState();
    }

    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            System.getLogger(EmbeddedStack.class.getName())
                    .log(System.Logger.Level.WARNING, "Closing what needs the stack failed; the stack stops anyway", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for broker and schema registry.", e);
        }
    }
}
