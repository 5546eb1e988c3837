package io.tidemark.feedback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.registry.Sha256;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChampionAliasesTest {
    private static final String ROLLOUT = TimelineFacts.ROLLOUT_ACTOR;

    @TempDir
    Path folder;

    private ModelRegistry registry;
    private ChampionAliases aliases;
    private int marker;

    @BeforeEach
    void register() {
        registry = new LocalDirectoryRegistry(folder);
        for (String model : List.of("homes", "flats")) {
            for (int version = 1; version <= 3; version++) {
                byte[] bundle = (model + version).getBytes(StandardCharsets.UTF_8);
                registry.register(new Registration(
                        model, "run-" + version, Sha256.of(bundle), true, Map.of(), Map.of(), () -> bundle));
            }
        }
        registry.setAlias("homes", ModelRegistry.CHAMPION, 1, "ada", "the first");
        aliases = new ChampionAliases(registry);
    }

    @AfterEach
    void close() {
        aliases.close();
    }

    @Test
    void aPromotionByVerdictIsToldOnceTheTimelineHasIt() {
        aliases.begin();
        aliases.accept(activated("a-2", 2, ActivationCause.PROMOTION, ROLLOUT));

        awaitChampion("homes", 2);
        assertThat(told()).containsExactly("ada: the first", "rollout: a-2");
    }

    /// The process died between the transaction and the registry.
    @Test
    void whatStoodOnTheTimelineAtTheStartIsMadeUpFor() {
        aliases.accept(activated("a-2", 2, ActivationCause.PROMOTION, ROLLOUT));
        assertThat(told()).as("while it is read, what stands there may be over").hasSize(1);
        aliases.begin();

        awaitChampion("homes", 2);
    }

    @Test
    void peopleAndStagesAndWhatIsSaidAlreadyChangeNothing() {
        aliases.begin();
        for (TimelineEvent event : List.of(
                activated("by-ada", 2, ActivationCause.PROMOTION, "ada"),
                activated("stage", 2, ActivationCause.ROLLOUT, ROLLOUT),
                activated("said", 1, ActivationCause.PROMOTION, ROLLOUT))) {
            aliases.accept(event);
            lookedAt();
        }

        assertThat(told()).containsExactly("ada: the first");
    }

    /// Events are looked at in their order: once one of another model was told, all before it were looked at.
    private void lookedAt() {
        marker = marker % 3 + 1;
        aliases.accept(activated("marker", "flats", marker, ActivationCause.PROMOTION, ROLLOUT));
        awaitChampion("flats", marker);
    }

    /// A person routed while the rollout decided; what is reinstated is of whatever cause the person's was.
    @Test
    void whatIsReinstatedIsToldWhateverItsCause() {
        aliases.begin();
        aliases.accept(activated("a-2", 2, ActivationCause.PROMOTION, ROLLOUT));
        awaitChampion("homes", 2);
        aliases.accept(activated("a-2" + TimelineFacts.REINSTATED, 1, ActivationCause.ROLLOUT, ROLLOUT));

        awaitChampion("homes", 1);
    }

    private static TimelineEvent activated(String id, int champion, ActivationCause cause, String actor) {
        return activated(id, "homes", champion, cause, actor);
    }

    private static TimelineEvent activated(String id, String model, int champion, ActivationCause cause, String actor) {
        return TimelineFacts.activated(
                id,
                model,
                Activated.newBuilder()
                        .setCause(cause)
                        .setChampion(new VersionRef(champion, "0".repeat(64)))
                        .setChallengers(
                                cause == ActivationCause.ROLLOUT
                                        ? List.of(new Challenger(3, "0".repeat(64), 500, "e"))
                                        : List.of())
                        .setShadows(List.of())
                        .build(),
                actor,
                id,
                Instant.EPOCH);
    }

    private void awaitChampion(String model, int expected) {
        Await.until(
                "the alias of " + model,
                Duration.ofSeconds(10),
                () -> registry.aliases(model).getOrDefault(ModelRegistry.CHAMPION, 0),
                found -> found == expected);
    }

    private List<String> told() {
        return registry.history("homes").stream()
                .filter(AliasSet.class::isInstance)
                .map(entry -> (AliasSet) entry)
                .map(entry -> entry.actor() + ": " + entry.reason())
                .toList();
    }
}
