package io.tidemark.drift.reference;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.streamkit.runtime.RecentlyUsed;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// References of the versions that answer or are about to, fetched once each. Safe for use by many threads.
///
/// The timeline tells which versions are coming, so that they are there before their first prediction. A bundle that
/// cannot be fetched is waited for; after that its version has no reference for a while, and the stream goes on.
public final class ReferenceLibrary implements References {
    /// Versions that are held; the longest unused is fetched again when it is asked for.
    static final int MOST_VERSIONS = 200;

    private static final long RETRY_PAUSE_MS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceLibrary.class);

    private final ModelRegistry registry;
    private final long waitNs;
    private final long retryNs;
    private final RecentlyUsed<VersionKey, ReferenceLookup.Known> known = new RecentlyUsed<>(MOST_VERSIONS);
    private final RecentlyUsed<VersionKey, Failure> failures = new RecentlyUsed<>(MOST_VERSIONS);

    /// Guarded by this, as the field below.
    private final Map<String, List<VersionKey>> activated = new HashMap<>();
    private boolean live;

    /// @param wait how long a bundle that cannot be fetched is waited for
    /// @param retry how long, after that, nothing is tried
    public ReferenceLibrary(ModelRegistry registry, Duration wait, Duration retry) {
        this.registry = registry;
        this.waitNs = wait.toNanos();
        this.retryNs = retry.toNanos();
    }

    /// Takes a fact from the timeline. While history is read, only the newest activation of a model matters.
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

    /// Fetches what the timeline activates; from now on, what it will activate too.
    public synchronized void goLive() {
        live = true;
        activated.values().forEach(versions -> versions.forEach(this::fetchAhead));
        activated.clear();
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
        try {
            if (known.get(version) == null) {
                known.put(version, load(version));
            }
        } catch (RegistryException | BundleException | ManifestException e) {
            LOG.warn("The reference of {} is not there yet: {}", version, e.getMessage());
        }
    }

    @Override
    public ReferenceLookup find(VersionKey version) {
        ReferenceLookup.Known there = known.get(version);
        return there == null ? findSlowly(version) : there;
    }

    private synchronized ReferenceLookup findSlowly(VersionKey version) {
        long startNs = System.nanoTime();
        Failure earlier = failures.get(version);
        if (earlier != null && startNs - earlier.atNs < retryNs) {
            return new ReferenceLookup.Missing(earlier.why);
        }
        long patienceNs = earlier == null ? waitNs : 0;
        while (true) {
            try {
                ReferenceLookup.Known found = load(version);
                known.put(version, found);
                failures.remove(version);
                return found;
            } catch (BundleException | ManifestException e) {
                return failed(version, e);
            } catch (RegistryException e) {
                if (System.nanoTime() - startNs >= patienceNs || !paused()) {
                    return failed(version, e);
                }
            }
        }
    }

    private ReferenceLookup failed(VersionKey version, RuntimeException fault) {
        LOG.error("{} is watched without reference: {}", version, fault.getMessage(), fault);
        String why = String.valueOf(fault.getMessage());
        failures.put(version, new Failure(System.nanoTime(), why));
        return new ReferenceLookup.Missing(why);
    }

    private ReferenceLookup.Known load(VersionKey version) {
        byte[] file = registry.fetch(version.model(), version.bundleSha256());
        return new ReferenceLookup.Known(Reference.of(BundleCodec.read(file, version.bundleSha256())));
    }

    private static boolean paused() {
        try {
            Thread.sleep(RETRY_PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Failure(long atNs, String why) {}
}
