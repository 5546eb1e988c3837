package io.tidemark.cli.registry;

import io.tidemark.event.Activated;
import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which bundles on this machine nobody needs.
///
/// Where this machine is the registry, those that no version names: everything else is lineage. Where the registry is
/// elsewhere, also those of old versions that never served: they can be fetched again.
public final class Leftovers {
    private Leftovers() {}

    /// The bundles that can go, by their hashes.
    ///
    /// @param here hashes of the bundles on this machine
    /// @param versions versions of the registry
    /// @param facts what the timeline says of the model
    /// @param elsewhere whether the registry is elsewhere
    /// @param keep how many of the newest versions stay whatever became of them
    public static List<String> of(
            List<String> here, List<ModelVersion> versions, List<TimelineEntry> facts, boolean elsewhere, int keep) {
        Set<String> needed = new HashSet<>();
        facts.forEach(entry -> {
            if (entry.event().getFact() instanceof Activated activated) {
                needed.add(activated.getChampion().getBundleSha256());
                activated.getChallengers().forEach(challenger -> needed.add(challenger.getBundleSha256()));
                activated.getShadows().forEach(shadow -> needed.add(shadow.getBundleSha256()));
            }
        });
        List<ModelVersion> newest = new ArrayList<>(versions);
        newest.sort(Comparator.comparingInt(ModelVersion::version).reversed());
        newest.stream().limit(elsewhere ? keep : newest.size()).forEach(version -> needed.add(version.bundleSha256()));
        return here.stream().filter(sha256 -> !needed.contains(sha256)).sorted().toList();
    }

    /// Removes bundles, or only looks what that would free.
    ///
    /// @param remove whether they are gone afterwards
    /// @return their sizes in bytes, by hash
    public static Map<String, Long> sweep(BundleFolder folder, String model, List<String> leftovers, boolean remove) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String sha256 : leftovers) {
            sizes.put(sha256, folder.size(model, sha256));
            if (remove) {
                folder.remove(model, sha256);
            }
        }
        return sizes;
    }
}
