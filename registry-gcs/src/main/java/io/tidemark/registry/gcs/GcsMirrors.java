package io.tidemark.registry.gcs;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.cascade.BundleMirror;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes mirrors at `gs://BUCKET` or `gs://BUCKET/PREFIX`, with the application's default credentials, or against the
/// emulator that `STORAGE_EMULATOR_HOST` names.
public final class GcsMirrors implements BundleMirror.Provider {
    private static final Pattern ADDRESS = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:/(.*?))?/*");

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public BundleMirror open(String address, GuardRules rules) {
        Optional<String> emulator = Optional.ofNullable(System.getenv("STORAGE_EMULATOR_HOST"))
                .filter(name -> !name.isBlank())
                .map(name -> name.contains("://") ? name : "http://" + name);
        return open(address, rules, emulator);
    }

    static GcsMirror open(String address, GuardRules rules, Optional<String> emulator) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new RegistryException(
                    "Found the mirror '" + address + "', expected gs://BUCKET or gs://BUCKET/PREFIX.");
        }
        String prefix = parts.group(2) == null || parts.group(2).isEmpty() ? "" : parts.group(2) + "/";
        return new GcsMirror(
                new GcsMirror.Place(parts.group(1), prefix),
                GcsMirror.storage(emulator, rules.timeout()),
                Guard.of("Google Cloud Storage at gs://" + parts.group(1), rules));
    }
}
