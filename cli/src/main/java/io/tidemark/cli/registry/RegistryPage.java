package io.tidemark.cli.registry;

import io.tidemark.event.Activated;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model in the registry and on the timeline, side by side.
///
/// @param versions the newest first
/// @param differences where the two say different things, in words
public record RegistryPage(String model, List<Line> versions, List<String> differences) {
    public RegistryPage {
        versions = List.copyOf(versions);
        differences = List.copyOf(differences);
    }

    /// A version.
    ///
    /// @param aliases that point at it in the registry
    /// @param role on the timeline: champion, challenger, shadow; empty: none
    public record Line(
            int version,
            Instant registeredAt,
            boolean approved,
            List<String> aliases,
            String role,
            String bundleSha256,
            String runId) {
        public Line {
            aliases = List.copyOf(aliases);
        }
    }

    /// The page of a model.
    ///
    /// @param timeline empty: no cluster was asked, and nothing is compared
    public static RegistryPage of(String model, ModelRegistry registry, Optional<TimelineState> timeline) {
        Map<String, Integer> aliases = registry.aliases(model);
        List<ModelVersion> versions = registry.versions(model);
        Optional<Activated> activated = timeline.flatMap(state -> state.activation(model))
                .map(entry -> (Activated) entry.event().getFact());
        List<Line> lines = versions.reversed().stream()
                .map(version -> new Line(
                        version.version(),
                        version.registeredAt(),
                        version.approved(),
                        aliases.entrySet().stream()
                                .filter(alias -> alias.getValue() == version.version())
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList(),
                        activated.map(fact -> role(fact, version.version())).orElse(""),
                        version.bundleSha256(),
                        version.runId()))
                .toList();
        return new RegistryPage(
                model, lines, timeline.isEmpty() ? List.of() : differences(aliases, versions, activated));
    }

    private static String role(Activated fact, int version) {
        if (fact.getChampion().getVersion() == version) {
            return "champion";
        }
        if (fact.getChallengers().stream().anyMatch(challenger -> challenger.getVersion() == version)) {
            return "challenger";
        }
        return fact.getShadows().stream().anyMatch(shadow -> shadow.getVersion() == version) ? "shadow" : "";
    }

    private static List<String> differences(
            Map<String, Integer> aliases, List<ModelVersion> versions, Optional<Activated> activated) {
        List<String> differences = new ArrayList<>();
        Optional<Integer> alias = Optional.ofNullable(aliases.get(ModelRegistry.CHAMPION));
        Optional<Integer> serving = activated.map(fact -> fact.getChampion().getVersion());
        if (!alias.equals(serving)) {
            differences.add("The registry's champion is " + shown(alias) + ", the timeline's " + shown(serving) + ".");
        }
        activated.ifPresent(fact -> {
            Optional<ModelVersion> known = versions.stream()
                    .filter(version -> version.version() == fact.getChampion().getVersion())
                    .findFirst();
            if (known.isEmpty()) {
                differences.add("The timeline's champion, version "
                        + fact.getChampion().getVersion() + ", is not in the registry.");
            } else if (!known.get().bundleSha256().equals(fact.getChampion().getBundleSha256())) {
                differences.add("Version " + known.get().version() + " has the bundle "
                        + known.get().bundleSha256() + " in the registry and "
                        + fact.getChampion().getBundleSha256() + " on the timeline.");
            }
        });
        return differences;
    }

    private static String shown(Optional<Integer> version) {
        return version.map(number -> "version " + number).orElse("none");
    }
}
