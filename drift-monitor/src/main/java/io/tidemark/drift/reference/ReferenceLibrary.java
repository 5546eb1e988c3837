package io.tidemark.drift.reference;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.streamkit.runtime.BackgroundLoader;
import io.tidemark.streamkit.runtime.BackgroundLoader.Outcome;
import io.tidemark.streamkit.runtime.RecentlyUsed;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// References of the versions that answer or are about to, fetched once each. Safe for use by many threads.
///
/// The timeline tells which versions are coming, so that they are there before their first prediction. Bundles are
/// fetched on threads of their own. One that cannot be fetched is waited for; after that its version has no reference
/// for a while, and the stream goes on. A registry that says nothing at all is waited for once, not once for each
/// version.
public final class ReferenceLibrary implements References, AutoCloseable {
    /// Versions that are held; the longest unused is fetched again when it is asked for.
    static final int MOST_VERSIONS = 200;

    /// Bundles that are fetched at the same time.
    private static final int THREADS = 2;

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceLibrary.class);

    private final ModelRegistry registry;
    private final Duration wait;
    private final long retryNs;
    private final BackgroundLoader<VersionKey, ReferenceLookup.Known> loader;
    private final RecentlyUsed<VersionKey, ReferenceLookup.Known> known = new RecentlyUsed<>(MOST_VERSIONS);
    private final RecentlyUsed<VersionKey, Failure> failures = new RecentlyUsed<>(MOST_VERSIONS);

    /// A wait ran out, and the registry has not answered since.
    private volatile boolean silent;

    /// Guarded by this, as the field below.
    private final Map<String, List<VersionKey>> activated = new HashMap<>();
    private boolean live;

    /// @param wait how long a bundle that cannot be fetched is waited for
    /// @param retry how long, after that, nothing is tried
    public ReferenceLibrary(ModelRegistry registry, Duration wait, Duration retry) {
        this.registry = registry;
        this.wait = wait;
        this.retryNs = retry.toNanos();
        this.loader = new BackgroundLoader<>("references", THREADS, this::load);
    }

    /// One that fetches on threads of somebody else.
    ReferenceLibrary(ModelRegistry registry, Duration wait, Duration retry, Executor threads) {
        this.registry = registry;
        this.wait = wait;
        this.retryNs = retry.toNanos();
        this.loader = new BackgroundLoader<>(threads, this::load);
    }

    /// Takes a fact from the timeline; returns at once. While history is read, only the newest activation of a model
    /// matters.
    public synchronized void accept(TimelineEntry entry) {
        if (entry.event().getFact() instanceof Activated fact) {
            List<VersionKey> versions;
            try {
                versions = versions(entry.event().getModel(), fact);
            } catch (IllegalArgumentException e) {
                LOG.warn("The activation {} is passed over: {}", entry.event().getEventId(), e.getMessage());
                return;
            }
            if (live) {
                versions.forEach(this::fetchAhead);
            } else {
                activated.put(entry.event().getModel(), versions);
            }
        }
    }

    /// Fetches what the timeline activates, and waits for it as for one bundle; from now on, what it will activate is
    /// fetched too.
    public void goLive() {
        long endNs = System.nanoTime() + wait.toNanos();
        for (VersionKey version : beginLive()) {
            long leftNs = Math.max(0, endNs - System.nanoTime());
            if (known.get(version) == null
                    && loader.await(version, Duration.ofNanos(leftNs)) instanceof Outcome.Pending) {
                LOG.warn("The reference of {} is not there yet; going on without.", version);
            }
        }
    }

    private synchronized List<VersionKey> beginLive() {
        live = true;
        List<VersionKey> versions =
                activated.values().stream().flatMap(List::stream).distinct().toList();
        activated.clear();
        versions.forEach(this::fetchAhead);
        return versions;
    }

    private static List<VersionKey> versions(String model, Activated fact) {
        List<VersionKey> versions = new ArrayList<>();
        versions.add(new VersionKey(
                model, fact.getChampion().getVersion(), fact.getChampion().getBundleSha256()));
        for (Challenger challenger : fact.getChallengers()) {
            versions.add(new VersionKey(model, challenger.getVersion(), challenger.getBundleSha256()));
        }
        return versions;
    }

    private void fetchAhead(VersionKey version) {
        if (known.get(version) == null) {
            loader.begin(version);
        }
    }

    @Override
    public ReferenceLookup find(VersionKey version) {
        ReferenceLookup.Known there = known.get(version);
        if (there != null) {
            return there;
        }
        Failure earlier = failures.get(version);
        if (earlier != null && System.nanoTime() - earlier.atNs < retryNs) {
            return new ReferenceLookup.Missing(earlier.why);
        }
        return find(version, earlier);
    }

    /// @param earlier null: it is asked for the first time, or again after long
    private ReferenceLookup find(VersionKey version, @Nullable Failure earlier) {
        long endNs = System.nanoTime() + (earlier == null && !silent ? wait.toNanos() : 0);
        while (true) {
            long leftNs = Math.max(0, endNs - System.nanoTime());
            switch (loader.await(version, Duration.ofNanos(leftNs))) {
                case Outcome.Loaded<ReferenceLookup.Known> loaded -> {
                    return loaded.value();
                }
                case Outcome.Pending<ReferenceLookup.Known> ignored -> {
                    return notThereYet(version, earlier);
                }
                case Outcome.Failed<ReferenceLookup.Known> failed -> {
                    boolean again = failed.fault() instanceof RegistryException && System.nanoTime() < endNs;
                    if (!again || !paused(endNs)) {
                        if (failed.fault() instanceof RegistryUnavailableException) {
                            silent = true;
                        }
                        return failed(version, failed.fault());
                    }
                }
            }
        }
    }

    /// The load goes on; until it ends, nobody waits for it again.
    private ReferenceLookup notThereYet(VersionKey version, @Nullable Failure earlier) {
        silent = true;
        if (earlier != null) {
            return new ReferenceLookup.Missing(earlier.why);
        }
        String why = "the registry has not answered within " + wait + ".";
        LOG.error("{} is watched without reference: {}", version, why);
        failures.put(version, new Failure(System.nanoTime() - retryNs, why));
        return new ReferenceLookup.Missing(why);
    }

    private ReferenceLookup failed(VersionKey version, RuntimeException fault) {
        LOG.error("{} is watched without reference: {}", version, fault.getMessage(), fault);
        String why = String.valueOf(fault.getMessage());
        failures.put(version, new Failure(System.nanoTime(), why));
        return new ReferenceLookup.Missing(why);
    }

    /// Fetches a bundle; on a thread of the loader.
    private ReferenceLookup.Known load(VersionKey version) {
        try {
            byte[] file = registry.fetch(version.model(), version.bundleSha256());
            ReferenceLookup.Known found =
                    new ReferenceLookup.Known(Reference.of(BundleCodec.read(file, version.bundleSha256())));
            known.put(version, found);
            failures.remove(version);
            silent = false;
            return found;
        } catch (RuntimeException e) {
            if (!(e instanceof RegistryUnavailableException)) {
                silent = false;
            }
            LOG.debug("The reference of {} is not there yet.", version, e);
            if (failures.get(version) != null) {
                failures.put(version, new Failure(System.nanoTime(), String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /// @return false when the thread was interrupted
    private static boolean paused(long endNs) {
        try {
            Thread.sleep(Duration.ofNanos(Math.clamp(endNs - System.nanoTime(), 0, RETRY_PAUSE.toNanos())));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends what is being fetched.
    @Override
    public void close() {
        loader.close();
    }

    private record Failure(long atNs, String why) {}
}
