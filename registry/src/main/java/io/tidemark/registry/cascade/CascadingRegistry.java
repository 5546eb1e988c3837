package io.tidemark.registry.cascade;

import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A registry elsewhere, its mirror, and this machine's folder. A bundle is looked for in this order; whatever comes is
/// hashed, and what has another hash counts as not there. What was found is kept on this machine, so that the next
/// start needs nobody. What is known of versions comes from the registry alone. Safe for use by many threads.
public final class CascadingRegistry implements ModelRegistry {
    private final ModelRegistry registry;
    private final Optional<BundleMirror> mirror;
    private final BundleFolder local;
    private final Listener listener;
    private final SourceTally fromRegistry = new SourceTally("registry");
    private final SourceTally fromMirror = new SourceTally("mirror");
    private final SourceTally fromLocal = new SourceTally("local");

    /// Hears what went wrong and was got over.
    @FunctionalInterface
    public interface Listener {
        /// Hears of one trouble.
        ///
        /// @param what happened, for people
        void onTrouble(String what, Exception cause);
    }

    /// @param listener hears what went wrong and was got over
    public CascadingRegistry(
            ModelRegistry registry, Optional<BundleMirror> mirror, BundleFolder local, Listener listener) {
        this.registry = registry;
        this.mirror = mirror;
        this.local = local;
        this.listener = listener;
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        Attempts attempts = new Attempts(model, Sha256.requireForm(bundleSha256), maxBytes);
        Optional<byte[]> found = attempts.from(registry::fetch, fromRegistry);
        if (found.isEmpty() && mirror.isPresent()) {
            found = attempts.from(mirror.get()::fetch, fromMirror);
        }
        if (found.isPresent()) {
            keep(model, bundleSha256, found.get());
            return found.get();
        }
        return attempts.from(local::fetch, fromLocal).orElseThrow(attempts::failure);
    }

    /// A disk that is full costs the next start's independence, not the model.
    private void keep(String model, String sha256, byte[] bundle) {
        try {
            local.store(model, sha256, bundle);
        } catch (IOException | RegistryException e) {
            listener.onTrouble("The bundle " + sha256 + " of " + model + " could not be kept on this machine", e);
        }
    }

    /// The registry first: what it does not take is nowhere. A mirror that does not take it is told again by
    /// `tidemark registry sync`.
    @Override
    public ModelVersion register(Registration registration) {
        ModelVersion version = registry.register(registration);
        spread(version, registration.bundle().bytes());
        return version;
    }

    /// Gives a bundle that the registry has taken to the mirror and to this machine.
    public void spread(ModelVersion version, byte[] bundle) {
        mirror.ifPresent(target -> mirror(target, version, bundle));
        keep(version.model(), version.bundleSha256(), bundle);
    }

    /// Puts into the mirror what is missing there; does nothing without one.
    ///
    /// @return versions that were put there
    /// @throws RegistryException when the registry or the mirror does not answer
    public List<ModelVersion> complete(String model) {
        List<ModelVersion> stored = new ArrayList<>();
        if (mirror.isPresent()) {
            List<String> there = mirror.get().hashes(model);
            for (ModelVersion version : versions(model)) {
                if (!there.contains(version.bundleSha256())) {
                    mirror.get().store(model, version.bundleSha256(), fetch(model, version.bundleSha256()));
                    stored.add(version);
                }
            }
        }
        return stored;
    }

    private void mirror(BundleMirror target, ModelVersion version, byte[] bundle) {
        try {
            target.store(version.model(), version.bundleSha256(), bundle);
        } catch (RegistryException e) {
            listener.onTrouble(
                    "Version " + version.version() + " of " + version.model() + " is not in the mirror "
                            + target.address() + "; `tidemark registry sync` completes it",
                    e);
        }
    }

    /// The registry itself, without mirror and folder.
    public ModelRegistry registry() {
        return registry;
    }

    /// The mirror, if there is one.
    public Optional<BundleMirror> mirror() {
        return mirror;
    }

    /// What is kept on this machine.
    public BundleFolder local() {
        return local;
    }

    /// What came of asking each source.
    public List<SourceCounts> counts() {
        return mirror.isPresent()
                ? List.of(fromRegistry.counts(), fromMirror.counts(), fromLocal.counts())
                : List.of(fromRegistry.counts(), fromLocal.counts());
    }

    @Override
    public List<String> models() {
        return registry.models();
    }

    @Override
    public List<ModelVersion> versions(String model) {
        return registry.versions(model);
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        registry.setAlias(model, alias, version, actor, reason);
    }

    @Override
    public Map<String, Integer> aliases(String model) {
        return registry.aliases(model);
    }

    @Override
    public List<HistoryEntry> history(String model) {
        return registry.history(model);
    }

    /// Where a bundle may come from.
    @FunctionalInterface
    private interface Source {
        byte[] fetch(String model, String sha256, long maxBytes);
    }

    /// The search for one bundle.
    private final class Attempts {
        private final String model;
        private final String sha256;
        private final long maxBytes;
        private final List<RegistryException> failures = new ArrayList<>();

        Attempts(String model, String sha256, long maxBytes) {
            this.model = model;
            this.sha256 = sha256;
            this.maxBytes = maxBytes;
        }

        /// The bundle, when this source has it.
        ///
        /// @throws TooLargeException when it is too large: it is elsewhere as well
        Optional<byte[]> from(Source source, SourceTally tally) {
            try {
                byte[] bundle = source.fetch(model, sha256, maxBytes);
                String found = Sha256.of(bundle);
                if (found.equals(sha256)) {
                    tally.hasServed();
                    return Optional.of(bundle);
                }
                tally.wasAltered();
                note(
                        tally,
                        new RegistryException("Found a bundle with SHA-256 " + found + " of " + bundle.length
                                + " bytes, expected " + sha256 + "."));
            } catch (TooLargeException e) {
                tally.hasFailed();
                throw e;
            } catch (RegistryException e) {
                tally.hasFailed();
                note(tally, e);
            }
            return Optional.empty();
        }

        private void note(SourceTally tally, RegistryException e) {
            failures.add(e);
            listener.onTrouble(
                    "The " + tally.counts().source() + " did not give the bundle " + sha256 + " of " + model, e);
        }

        /// No source has it. Whether one of them may have it later, the kind of the exception says.
        RegistryException failure() {
            String message = "Found the bundle " + sha256 + " of " + model + " nowhere: "
                    + String.join(
                            " ", failures.stream().map(Exception::getMessage).toList());
            RegistryException failure = failures.stream().anyMatch(RegistryUnavailableException.class::isInstance)
                    ? new RegistryUnavailableException(message, failures.getFirst())
                    : new RegistryException(message, failures.getFirst());
            failures.stream().skip(1).forEach(failure::addSuppressed);
            return failure;
        }
    }
}
