package io.tidemark.registry;

import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.HistoryEntry.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A registry in a directory: `<root>/<model>/ledger.jsonl` says what happened,
/// `<root>/<model>/bundles/<sha256>.bundle` holds the bundles by content.
///
/// A bundle is on disk before the ledger names it, so a process that dies leaves at worst a bundle that nobody names.
/// Writers of all processes exclude each other by a lock file per model ([ModelLock]); readers need no lock.
public final class LocalDirectoryRegistry implements ModelRegistry {
    private final Path root;
    private final BundleFolder bundles;
    private final Clock clock;

    public LocalDirectoryRegistry(Path root) {
        this(root, Clock.systemUTC());
    }

    LocalDirectoryRegistry(Path root, Clock clock) {
        this.root = root;
        this.bundles = new BundleFolder(root);
        this.clock = clock;
    }

    @Override
    public ModelVersion register(Registration registration) {
        return ModelLock.holding(root, registration.model(), () -> {
            Optional<ModelVersion> earlier = versionOfRun(registration.model(), registration.runId());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            byte[] bundle = registration.bundle().bytes();
            Sha256.require(bundle, registration.bundleSha256(), "to register");
            bundles.store(registration.model(), registration.bundleSha256(), bundle);
            Instant now = clock.instant();
            ModelVersion version = new ModelVersion(
                    registration.model(),
                    versions(registration.model()).size() + 1,
                    registration.runId(),
                    registration.bundleSha256(),
                    registration.approved(),
                    now,
                    registration.metrics(),
                    registration.tags());
            ledger(registration.model()).append(new Registered(now, version));
            return version;
        });
    }

    @Override
    public List<String> models() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("ledger.jsonl")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(ModelName::isValid)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RegistryException("The registry " + root + " cannot be listed.", e);
        }
    }

    @Override
    public List<ModelVersion> versions(String model) {
        return history(model).stream()
                .filter(Registered.class::isInstance)
                .map(entry -> ((Registered) entry).version())
                .toList();
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        return bundles.fetch(model, bundleSha256, maxBytes);
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        ModelLock.holding(root, model, () -> {
            ModelVersion target = version(model, version)
                    .orElseThrow(() -> new RegistryException("Found no version " + version + " of model " + model
                            + ", expected 1 to " + versions(model).size() + "."));
            if (!target.approved()) {
                throw new RegistryException("Version " + version + " of model " + model
                        + " was refused by its gates: it cannot become " + alias + ".");
            }
            Integer current = aliases(model).get(alias);
            if (current == null || current != version) {
                ledger(model).append(new AliasSet(clock.instant(), alias, version, actor, reason));
            }
            return target;
        });
    }

    @Override
    public Map<String, Integer> aliases(String model) {
        Map<String, Integer> aliases = new LinkedHashMap<>();
        for (HistoryEntry entry : history(model)) {
            if (entry instanceof AliasSet set) {
                aliases.put(set.alias(), set.version());
            }
        }
        return aliases;
    }

    @Override
    public List<HistoryEntry> history(String model) {
        try {
            return ledger(model).read();
        } catch (IOException e) {
            throw new RegistryException("The ledger of model " + model + " in " + root + " cannot be read.", e);
        }
    }

    private Ledger ledger(String model) {
        return new Ledger(folder(model).resolve("ledger.jsonl"));
    }

    private Path folder(String model) {
        return root.resolve(ModelName.require(model));
    }
}
