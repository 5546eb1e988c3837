package io.tidemark.cli.registry;

import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.cascade.CascadingRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hashes every bundle at every place where it should be.
public final class BundleAudit {
    private final ModelRegistry registry;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /// @param registry a cascade is taken apart: each of its sources is looked at by itself
    public BundleAudit(ModelRegistry registry) {
        this.registry = registry;
        if (registry instanceof CascadingRegistry cascade) {
            places.put("registry", new Place(cascade.registry()::fetch, true));
            cascade.mirror().ifPresent(mirror -> places.put(mirror.address(), new Place(mirror::fetch, true)));
            places.put("this machine", new Place(local(cascade.local()), false));
        } else {
            places.put("registry", new Place(registry::fetch, true));
        }
    }

    private static Fetch local(BundleFolder folder) {
        return (model, sha256, maxBytes) ->
                folder.hashes(model).contains(sha256) ? folder.fetch(model, sha256, maxBytes) : new byte[0];
    }

    /// What was found of one bundle at one place.
    ///
    /// @param problem in words; empty: it is as it should be
    public record Finding(String model, int version, String place, String problem) {
        /// Whether it is as it should be.
        public boolean fine() {
            return problem.isEmpty();
        }
    }

    /// Looks at the bundles of a model.
    public List<Finding> look(String model) {
        List<Finding> findings = new ArrayList<>();
        for (ModelVersion version : registry.versions(model)) {
            places.forEach((name, place) ->
                    findings.add(new Finding(model, version.version(), name, problem(version, place))));
        }
        return findings;
    }

    private static String problem(ModelVersion version, Place place) {
        try {
            byte[] bundle = place.fetch().fetch(version.model(), version.bundleSha256(), ModelRegistry.LARGEST);
            if (bundle.length == 0 && !place.required()) {
                return "";
            }
            String found = Sha256.of(bundle);
            return found.equals(version.bundleSha256())
                    ? ""
                    : "found SHA-256 " + found + ", expected " + version.bundleSha256();
        } catch (RegistryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Where a bundle may be.
    @FunctionalInterface
    private interface Fetch {
        byte[] fetch(String model, String sha256, long maxBytes);
    }

    /// @param required whether each bundle has to be there
    private record Place(Fetch fetch, boolean required) {}
}
