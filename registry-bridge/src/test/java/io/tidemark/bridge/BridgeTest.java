package io.tidemark.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.Noted;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.AliasNote;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.testkit.FakeMlflow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeTest {
    private static final String MODEL = "housing";
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final FakeMlflow server = new FakeMlflow();
    private final ToyLog log = new ToyLog();
    private final MlflowRegistry registry = new MlflowRegistry(
            new MlflowConnection(
                    MlflowAddress.of(server.address(), Map.of()),
                    new Guard("MLflow", GuardRules.DEFAULT, System::nanoTime, pause -> {}, () -> 0)),
            Clock.fixed(NOW.minusSeconds(60), ZoneOffset.UTC));
    private final Bridge bridge = bridge(NOW);

    @BeforeEach
    void twoVersionsOfWhichTheFirstServes() {
        register("run-1", true);
        register("run-2", true);
        registry.setAlias(MODEL, "champion", 1, "ada", "first");
        log.append(List.of(activation("start", 1, ActivationCause.PROMOTION, NOW.minusSeconds(50))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anAliasSetInMlflowIsExactlyOneActivation() {
        server.setAlias(MODEL, "champion", 2);

        for (int i = 0; i < 5; i++) {
            look();
        }
        assertThat(activations()).hasSize(2);
        TimelineEvent event = activations().getLast();
        Activated fact = (Activated) event.getFact();
        assertThat(fact.getChampion()).isEqualTo(new VersionRef(2, sha("run-2")));
        assertThat(fact.getCause()).isEqualTo(ActivationCause.PROMOTION);
        assertThat(event.getActor()).isEqualTo("mlflow");
    }

    @Test
    void aDeathBetweenTimelineAndNoteRepeatsNothing() {
        server.setAlias(MODEL, "champion", 2);
        TimelineState before = log.read();
        look();
        registry.note(MODEL, new AliasNote(new AliasSet(NOW.minusSeconds(60), "champion", 1, "ada", ""), true));

        bridge.reconcile(before);
        look();
        assertThat(activations()).hasSize(2);
    }

    @Test
    void backToAnEarlierVersionIsARollback() {
        server.setAlias(MODEL, "champion", 2);
        look();
        server.setAlias(MODEL, "champion", 1);
        look();

        assertThat(activations()).hasSize(3);
        assertThat(((Activated) activations().getLast().getFact()).getCause()).isEqualTo(ActivationCause.ROLLBACK);
        assertThat(server.tagsOf(MODEL, 2))
                .hasEntrySatisfying(
                        "tidemark.rolled_back", said -> assertThat(said).contains("by mlflow"));
    }

    @Test
    void aVersionOfAnotherToolIsRefusedOnceWithAReasonOnBothSides() {
        server.registerForeign(MODEL, "None");
        server.setAlias(MODEL, "champion", 3);
        look();
        look();

        assertThat(activations()).hasSize(1);
        assertThat(log.events())
                .filteredOn(event -> event.getFact() instanceof Noted)
                .singleElement()
                .satisfies(event -> {
                    assertThat(((Noted) event.getFact()).getKind()).isEqualTo("promotion-refused");
                    assertThat(event.getReason()).contains("tidemark import FILE --manifest housing");
                });
        assertThat(server.tagsOf(MODEL, 3).get("tidemark.refused")).contains("has no bundle");
    }

    @Test
    void aVersionThatItsGatesRefusedDoesNotServe() {
        register("run-3", false);
        server.setAlias(MODEL, "champion", 3);
        look();

        assertThat(activations()).hasSize(1);
        assertThat(server.tagsOf(MODEL, 3).get("tidemark.refused")).contains("gates");
    }

    @Test
    void aRollbackOnTheTimelineMovesTheAlias() {
        server.setAlias(MODEL, "champion", 2);
        look();
        log.append(List.of(activation("back", 1, ActivationCause.ROLLBACK, NOW.plusSeconds(1))));
        Bridge later = bridge(NOW.plusSeconds(100));
        later.reconcile(log.read());

        assertThat(registry.aliases(MODEL)).containsEntry("champion", 1);
        assertThat(activations()).hasSize(3);
        assertThat(server.tagsOf(MODEL, 1)).containsEntry("tidemark.role", "champion");
        assertThat(server.tagsOf(MODEL, 2)).containsEntry("tidemark.role", "none");
    }

    @Test
    void whoeverSetsTheAliasThroughTidemarkTellsTheTimelineHimself() {
        MlflowRegistry now = new MlflowRegistry(registry.connection(), Clock.fixed(NOW, ZoneOffset.UTC));
        now.setAlias(MODEL, "champion", 2, "ada", "looks good");
        look();
        assertThat(activations()).as("Ada is about to tell").hasSize(1);

        Bridge later = bridge(NOW.plusSeconds(31));
        later.reconcile(log.read());
        assertThat(activations()).as("Ada died").hasSize(2);
        assertThat(activations().getLast().getActor()).isEqualTo("ada");
    }

    @Test
    void verdictsAndRefusalsBecomeTags() {
        log.append(List.of(
                event(
                        "v",
                        VerdictReached.newBuilder()
                                .setChallengerVersion(2)
                                .setChampionVersion(1)
                                .setVerdict(Verdict.ROLLBACK)
                                .setEvidence(Map.of("p", 0.01))
                                .build()),
                event(
                        "r",
                        Refused.newBuilder()
                                .setInstance("a")
                                .setActivationId("x")
                                .setVersion(2)
                                .setBundleSha256(sha("run-2"))
                                .setCheck("golden-rows")
                                .setMessage("off by one")
                                .build())));
        look();

        assertThat(server.tagsOf(MODEL, 2).get("tidemark.live_verdict"))
                .contains("ROLLBACK against version 1", "p=0.01");
        assertThat(server.tagsOf(MODEL, 2).get("tidemark.refused")).contains("golden-rows: off by one");
        int requests = server.requests();
        look();
        assertThat(server.requests() - requests)
                .as("tags that are there are not written again")
                .isLessThan(8);
    }

    @Test
    void theChallengerOfTheTimelineBearsItsAliasUntilTheTrialEnds() {
        log.append(List.of(event(
                "trial",
                Activated.newBuilder()
                        .setCause(ActivationCause.ROLLOUT)
                        .setChampion(new VersionRef(1, sha("run-1")))
                        .setChallengers(List.of(new Challenger(2, sha("run-2"), 500, "salt")))
                        .setShadows(List.of())
                        .build())));
        look();
        assertThat(registry.aliases(MODEL)).containsEntry("challenger", 2);
        assertThat(server.tagsOf(MODEL, 2)).containsEntry("tidemark.role", "challenger, 5 % of keys");

        log.append(List.of(activation("end", 1, ActivationCause.ROLLOUT, NOW)));
        look();
        assertThat(registry.aliases(MODEL)).doesNotContainKey("challenger");
    }

    @Test
    void aRegistryThatIsDownChangesNothing() {
        server.close();

        assertThatThrownBy(this::look).isInstanceOf(RegistryUnavailableException.class);
        assertThat(log.events()).hasSize(1);
    }

    /// Nobody imports what other tools registered.
    private Bridge bridge(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Adoptions adoptions = Adoptions.atOnce(registry, (version, bundle) -> {}, clock);
        return new Bridge(registry, log, new Candidates(registry, Optional.empty(), adoptions), clock);
    }

    private void look() {
        bridge.reconcile(log.read());
    }

    private List<TimelineEvent> activations() {
        return log.events().stream()
                .filter(event -> event.getFact() instanceof Activated)
                .toList();
    }

    private void register(String runId, boolean approved) {
        byte[] bundle = bundle(runId);
        registry.register(
                new Registration(MODEL, runId, Sha256.of(bundle), approved, Map.of(), Map.of(), () -> bundle));
    }

    private static byte[] bundle(String runId) {
        return ("bundle of " + runId).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha(String runId) {
        return Sha256.of(bundle(runId));
    }

    private static TimelineEvent activation(String id, int version, ActivationCause cause, Instant time) {
        return TimelineFacts.champion(id, MODEL, version, sha("run-" + version), cause, "somebody", "because", time);
    }

    private static TimelineEvent event(String id, Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId(id)
                .setModel(MODEL)
                .setTime(NOW)
                .setActor("somebody")
                .setReason("because")
                .setFact(fact)
                .build();
    }
}
