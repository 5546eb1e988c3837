package io.tidemark.scoring.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Refused;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.scoring.PoisonedBundles;
import io.tidemark.scoring.PoisonedBundles.Poison;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoaderTest {
    private static final ToyModel FIRST = ToyModel.version(1);
    private static final ToyModel SECOND = ToyModel.version(2);
    private static final ToyModel THIRD = ToyModel.version(3);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private LoaderBench bench;

    @BeforeEach
    void open() {
        bench = new LoaderBench(folder.resolve("cache"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aVersionIsLoadedAcknowledgedAndServes() throws InterruptedException {
        String activation = bench.serve(FIRST);

        assertThat(bench.ready().eventId()).isEqualTo(activation);
        assertThat(bench.ready().offset()).isZero();
        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
        TimelineEvent event = bench.outbox.facts.getFirst();
        assertThat(event.getEventId()).isEqualTo("activation-0/acknowledged/1/instance-1");
        assertThat(event.getModel()).isEqualTo("toy");
        Acknowledged fact = bench.outbox.acknowledged().getFirst();
        assertThat(fact.getInstance()).isEqualTo("instance-1");
        assertThat(fact.getActivationId()).isEqualTo(activation);
        assertThat(fact.getVersion()).isEqualTo(1);
        assertThat(fact.getBundleSha256()).isEqualTo(FIRST.sha256());
        assertThat(fact.getVerifyMs()).isPositive();
        assertThat(bench.outbox.alerts).isEmpty();
        assertThat(bench.meters
                        .get("tidemark.serving.version")
                        .tag("model", "toy")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void anInstanceHasAModelOnceAVersionThatIsWantedIsReady() throws InterruptedException {
        assertThat(bench.loader.hasModel()).as("none is wanted").isTrue();
        bench.registry.add(FIRST);
        bench.activate(FIRST);
        assertThat(bench.loader.hasModel()).isFalse();
        bench.load();
        assertThat(bench.loader.hasModel()).isTrue();

        bench.activate(SECOND);
        bench.load();
        assertThat(bench.loader.hasModel()).as("the old one serves").isTrue();
    }

    @Test
    void aNewVersionTakesOver() throws InterruptedException {
        bench.serve(FIRST);
        bench.serve(SECOND);

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.acknowledged())
                .extracting(Acknowledged::getVersion)
                .containsExactly(1, 2);
        assertThat(bench.meters
                        .get("tidemark.serving.version")
                        .tag("model", "toy")
                        .gauge()
                        .value())
                .isEqualTo(2);
    }

    @Test
    void aBundleThatIsNoneIsRefusedAndTheOldVersionGoesOn() throws InterruptedException {
        byte[] rubbish = "not a bundle".getBytes(UTF_8);
        assertRefused("format", Sha256.of(rubbish), rubbish);
    }

    @Test
    void aBundleWithAFlippedBitIsRefusedAndTheOldVersionGoesOn() throws InterruptedException {
        byte[] damaged = SECOND.file();
        damaged[damaged.length / 2] ^= 1;
        assertRefused("sha256", SECOND.sha256(), damaged);
    }

    @Test
    void anotherBundleThanTheTimelineNamesIsRefused() throws InterruptedException {
        assertRefused("sha256", SECOND.sha256(), THIRD.file());
    }

    @Test
    void aBundleThatScoresOtherwiseThanItSaysIsRefused() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        assertRefused("golden-rows", wrong.sha256(), wrong.file());
    }

    @Test
    void aBundleOfAnotherModelIsRefused() throws InterruptedException {
        ToyModel other = ToyModel.of("other", 2);
        assertRefused("format", other.sha256(), other.file());
    }

    @Test
    void aBundleThatAnswersTheLiveRowsAllAlikeIsRefused() throws InterruptedException {
        bench.serve(FIRST);
        for (int rooms = 1; rooms < 4; rooms++) {
            bench.ready().champion().recentRows().offer(new double[] {rooms, 0, 2.5});
        }
        ToyModel deaf = ToyModel.deafToRooms(2);

        bench.serve(deaf);

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("not-constant");
    }

    private void assertRefused(String check, String sha256, byte[] file) throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.put("toy", sha256, file);
        String activation = bench.activate("toy", 2, sha256, List.of());
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);
        assertThat(bench.outbox.refused()).hasSize(1);
        Refused refused = bench.outbox.refused().getFirst();
        assertThat(refused.getCheck()).isEqualTo(check);
        assertThat(refused.getActivationId()).isEqualTo(activation);
        assertThat(refused.getVersion()).isEqualTo(2);
        assertThat(refused.getBundleSha256()).isEqualTo(sha256);
        assertThat(refused.getInstance()).isEqualTo("instance-1");
        assertThat(refused.getMessage()).isNotBlank();
        assertThat(bench.outbox.alerts).hasSize(1);
        Alert alert = bench.outbox.alerts.getFirst();
        assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(alert.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(alert.getKind()).isEqualTo("model-refused");
        assertThat(alert.getVersion()).isEqualTo(2);
        assertThat(alert.getTitle()).contains("Version 2 of toy was refused: " + check);
        assertThat(alert.getMessage()).contains("Whatever served before goes on.");
        assertThat(bench.meters
                        .counter("tidemark.models.refused", "model", "toy", "check", check)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anAlertIsOverOnceAnotherVersionServes() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.serve(wrong);
        bench.serve(ToyModel.misbehaving(3));

        bench.serve(ToyModel.version(4));

        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(
                        tuple("activation-1/refused/2", AlertStatus.OPEN),
                        tuple("activation-2/refused/3", AlertStatus.OPEN),
                        tuple("activation-1/refused/2", AlertStatus.RESOLVED),
                        tuple("activation-2/refused/3", AlertStatus.RESOLVED));
        assertThat(bench.outbox.alerts.getLast().getOpenedAt()).isEqualTo(ToyRequest.TIME);
        assertThat(bench.outbox.alerts.getLast().getMessage()).contains("Version 4 is ready");
    }

    /// As after a crash: the loader knows of a refusal from the timeline only.
    @Test
    void aRefusalOfBeforeARestartIsOverOnceALaterActivationServes() throws InterruptedException {
        bench.activate(SECOND);
        bench.tell(refusal("activation-0", "instance-1"));
        bench.tell(refusal("activation-0", "gone"));

        bench.serve(THIRD);

        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(tuple("activation-0/refused/2", AlertStatus.RESOLVED));
    }

    @Test
    void aRefusalByAnotherOfTheSameActivationIsNotOver() throws InterruptedException {
        bench.registry.add(SECOND);
        bench.activate(SECOND);
        bench.tell(refusal("activation-0", "other"));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.alerts).isEmpty();
    }

    @Test
    void whatAnotherInstanceRefusedAlertsNoSecondTime() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.registry.add(wrong);
        String activation = bench.activate(wrong);
        bench.tell(refusal(activation, "other"));

        bench.load();

        assertThat(bench.outbox.refused()).as("its own refusal").hasSize(1);
        assertThat(bench.outbox.alerts).isEmpty();
    }

    @Test
    void aRefusalOfSeveralIsOverOnceTheLastOfThemServes() throws InterruptedException {
        bench.serve(FIRST);
        String activation = refusedHere();
        bench.tell(refusal(activation, "other"));
        serveAfterAll();
        assertThat(bench.outbox.alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);

        bench.tell(acknowledgement(activation, "instance-1"));
        bench.tell(acknowledgement(activation, "other"));
        assertThat(bench.outbox.alerts).as("the other has said it").hasSize(1);
    }

    /// Neither knew that it was the last one.
    @Test
    void ofTwoThatServeAtOneMomentTheLastOnTheTimelineSaysThatItIsOver() throws InterruptedException {
        bench.serve(FIRST);
        String activation = refusedHere();
        bench.tell(refusal(activation, "other"));
        serveAfterAll();

        bench.tell(acknowledgement(activation, "other"));
        bench.tell(acknowledgement(activation, "instance-1"));

        assertThat(bench.outbox.alerts)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    private String refusedHere() throws InterruptedException {
        bench.registry.setGone(true);
        String activation = bench.activate(SECOND);
        for (int i = 0; i < 3; i++) {
            bench.load();
            bench.pass(Duration.ofSeconds(4));
        }
        return activation;
    }

    private void serveAfterAll() throws InterruptedException {
        bench.registry.setGone(false);
        bench.registry.add(SECOND);
        bench.load();
        assertThat(bench.servingVersion()).isEqualTo(2);
    }

    private static TimelineEvent acknowledgement(String activationId, String instance) {
        ServingModel serving = SECOND.serving();
        return new LoaderFacts(instance, Clock.fixed(ToyRequest.TIME, ZoneOffset.UTC))
                .acknowledged(activationId, new LoadedVersion(serving, 0, 0, 0));
    }

    @Test
    void whatIsAcknowledgedWasSaidAndIsNotSaidAgain() throws InterruptedException {
        bench.serve(THIRD);
        TimelineEvent acknowledged = bench.outbox.facts.getLast();

        try (LoaderBench restarted = new LoaderBench(folder.resolve("restarted"))) {
            restarted.activate(SECOND);
            restarted.tell(refusal("activation-0", "other"));
            restarted.registry.add(THIRD);
            String activation = restarted.activate(THIRD);
            Acknowledged fact = Acknowledged.newBuilder((Acknowledged) acknowledged.getFact())
                    .setActivationId(activation)
                    .build();
            restarted.tell(TimelineEvent.newBuilder(acknowledged).setFact(fact).build());
            restarted.load();

            assertThat(restarted.servingVersion()).isEqualTo(3);
            assertThat(restarted.outbox.alerts).isEmpty();
        }
    }

    private static TimelineEvent refusal(String activationId, String instance) {
        return new LoaderFacts(instance, Clock.fixed(ToyRequest.TIME, ZoneOffset.UTC))
                .refused(
                        activationId,
                        new WantedVersion(ToyModel.NAME, 2, SECOND.sha256()),
                        new LoadException("format", false, new IllegalStateException("no bundle")));
    }

    @Test
    void aRegistryThatIsGoneIsAskedAgainAndTheThirdTimeItIsSaid() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.setGone(true);
        bench.activate(SECOND);

        bench.load();
        bench.pass(Duration.ofMillis(500));
        bench.load();
        assertThat(bench.outbox.refused()).isEmpty();
        assertThat(bench.prospect()).isEqualTo(Prospect.LOADING);
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("fetch");
        assertThat(bench.outbox.alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);
        bench.pass(Duration.ofSeconds(2));
        bench.load();
        assertThat(bench.outbox.alerts).as("it is said once").hasSize(1);

        bench.registry.setGone(false);
        bench.registry.add(SECOND);
        bench.pass(Duration.ofSeconds(4));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(
                        tuple("activation-1/refused/2", AlertStatus.OPEN),
                        tuple("activation-1/refused/2", AlertStatus.RESOLVED));
    }

    @Test
    void whatCouldNotBeReachedAndThenIsBadIsOneAlert() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.activate(wrong);
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.registry.add(wrong);
        bench.pass(Duration.ofSeconds(10));
        bench.load();
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("fetch", "golden-rows");

        bench.serve(THIRD);

        assertThat(bench.outbox.alerts.stream().filter(alert -> alert.getStatus() == AlertStatus.RESOLVED))
                .hasSize(1);
    }

    @Test
    void codeThatFailsIsTriedAgainAndSaidToo() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.fail(new IllegalStateException("a bug"));
        bench.activate(SECOND);
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.outbox.refused())
                .extracting(Refused::getCheck, Refused::getMessage)
                .containsExactly(tuple("unexpected", "a bug"));
        assertThat(bench.servingVersion()).isEqualTo(1);
    }

    @Test
    void aRefusalThatCannotBeSaidIsTriedAgain() throws InterruptedException {
        byte[] rubbish = "not a bundle".getBytes(UTF_8);
        bench.registry.put(ToyModel.NAME, Sha256.of(rubbish), rubbish);
        bench.activate(ToyModel.NAME, 2, Sha256.of(rubbish), List.of());
        bench.outbox.fail(new IllegalStateException("no schema registry"));
        bench.load();
        assertThat(bench.outbox.refused()).isEmpty();

        bench.outbox.work();
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("format");
    }

    @Test
    void anActivationOfSeveralVersionsIsRefusedAsAWhole() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(3);
        bench.serve(FIRST);
        bench.registry.add(SECOND);
        bench.registry.add(wrong);
        bench.activate(SECOND, wrong, 1_000);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.ready().challengers()).isEmpty();
        assertThat(bench.outbox.refused()).extracting(Refused::getVersion).containsExactly(3);
    }

    @Test
    void aShareThatChangesFetchesNothing() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.add(SECOND);
        bench.activate(FIRST, SECOND, 100);
        bench.load();
        int fetches = bench.registry.fetches();
        ReadyActivation before = bench.ready();

        bench.activate(FIRST, SECOND, 1_000);
        bench.load();

        assertThat(bench.registry.fetches()).isEqualTo(fetches).isEqualTo(2);
        assertThat(bench.ready().champion()).isSameAs(before.champion());
        assertThat(bench.ready().challengers())
                .extracting(ReadyActivation.Trial::shareBp, ReadyActivation.Trial::experiment)
                .containsExactly(tuple(1_000, "spring"));
        assertThat(bench.outbox.acknowledged())
                .extracting(Acknowledged::getActivationId, Acknowledged::getVersion)
                .containsExactly(
                        tuple("activation-0", 1),
                        tuple("activation-1", 1),
                        tuple("activation-1", 2),
                        tuple("activation-2", 1),
                        tuple("activation-2", 2));
    }

    /// Equal training gives equal bundles: the second registration of one has a number of its own.
    @Test
    void oneBundleUnderTwoNumbersKeepsThemApart() throws InterruptedException {
        bench.serve(FIRST);
        bench.activate("toy", 7, FIRST.sha256(), List.of());
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(7);
        assertThat(bench.ready().champion().sha256()).isEqualTo(FIRST.sha256());
        assertThat(bench.registry.fetches()).as("nothing is fetched twice").isEqualTo(1);
        assertThat(bench.outbox.acknowledged())
                .extracting(Acknowledged::getVersion)
                .containsExactly(1, 7);
    }

    @Test
    void aNewerActivationReplacesOneThatWaits() throws InterruptedException {
        bench.serve(FIRST);
        bench.activate(SECOND);
        bench.load();
        bench.registry.add(THIRD);
        bench.activate(THIRD);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(3);
        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
        assertThat(bench.loader.awaitSettled(Duration.ZERO)).isTrue();
    }

    @Test
    void ofHistoryOnlyTheNewestIsLoaded() throws InterruptedException {
        bench.registry.add(FIRST);
        bench.registry.add(SECOND);
        bench.registry.add(THIRD);
        bench.activate(FIRST);
        bench.activate(SECOND);
        bench.activate(THIRD);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(3);
        assertThat(bench.registry.fetches()).isEqualTo(1);
    }

    @Test
    void afterARestartTheNewestEarlierActivationThatIsSoundServes() throws InterruptedException {
        bench.registry.add(FIRST);
        bench.registry.add(SECOND);
        ToyModel wrong = ToyModel.misbehaving(3);
        bench.registry.add(wrong);
        bench.activate(FIRST);
        bench.activate(SECOND);
        bench.activate("toy", 9, "f".repeat(64), List.of());
        bench.activate(wrong);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.ready().eventId()).isEqualTo("activation-1");
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);
        assertThat(bench.outbox.refused()).extracting(Refused::getVersion).containsExactly(3);
        assertThat(bench.outbox.acknowledged())
                .extracting(Acknowledged::getVersion)
                .containsExactly(2);
    }

    /// Otherwise the first requests after a restart would be dead letters while what they fall back to is loaded.
    @Test
    void whileItFallsBackRequestsHaveHope() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.registry.add(FIRST);
        bench.registry.add(wrong);
        bench.activate(FIRST);
        bench.activate(wrong);
        Prospect[] during = new Prospect[1];
        bench.registry.onFetch(sha -> {
            if (sha.equals(FIRST.sha256())) {
                during[0] = bench.prospect();
            }
        });

        bench.load();

        assertThat(during[0]).isEqualTo(Prospect.LOADING);
        assertThat(bench.servingVersion()).isEqualTo(1);
    }

    @Test
    void withoutRegistryAStartServesFromTheCache() throws InterruptedException {
        bench.serve(FIRST);
        try (LoaderBench later = new LoaderBench(folder.resolve("cache"))) {
            later.registry.setGone(true);
            later.activate(FIRST);

            later.load();

            assertThat(later.servingVersion()).isEqualTo(1);
            assertThat(later.registry.fetches()).isZero();
        }
    }

    @Test
    void rowsOfOtherFeaturesAreNotHeldAgainstAVersion() throws InterruptedException {
        bench.serve(FIRST);
        bench.ready().champion().recentRows().offer(new double[] {3, 1, 2.5});
        bench.serve(SECOND);
        assertThat(bench.ready().champion().recentRows().sample()).hasSize(1);

        bench.serve(ToyModel.withOtherFeatures(3));

        assertThat(bench.servingVersion()).isEqualTo(3);
        assertThat(bench.ready().champion().recentRows().sample()).isEmpty();
    }

    @Test
    void aVersionThatReadsTheTrafficOtherwiseIsRefused() throws InterruptedException {
        Poison swapped = PoisonedBundles.swappedEverywhere(5);
        bench.serve(FIRST);
        traffic(FIRST);

        bench.registry.put(ToyModel.NAME, swapped.sha256(), swapped.file());
        bench.activate(ToyModel.NAME, 2, swapped.sha256(), List.of());
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("score-profile");
    }

    /// A producer exchanged two columns: whoever serves now suffers as the newcomer would, so that a rollback, or a
    /// version that was trained for it, is not held up.
    @Test
    void whatTheServingVersionDoesNotPassEitherIsTheTrafficsFault() throws InterruptedException {
        Poison trainedOnSwapped = PoisonedBundles.trainedOnSwapped(5);
        bench.registry.put(ToyModel.NAME, trainedOnSwapped.sha256(), trainedOnSwapped.file());
        bench.activate(ToyModel.NAME, 1, trainedOnSwapped.sha256(), List.of());
        bench.load();
        traffic(FIRST);
        Poison swapped = PoisonedBundles.swappedEverywhere(5);

        bench.registry.put(ToyModel.NAME, swapped.sha256(), swapped.file());
        bench.activate(ToyModel.NAME, 2, swapped.sha256(), List.of());
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.refused()).isEmpty();
    }

    @Test
    void afterARestartAVersionIsTriedOnWhatWasAnsweredBefore() throws InterruptedException {
        ToyModel deaf = ToyModel.deafToRooms(2);
        bench.past = answered(FIRST, i -> Map.of("rooms", 1L + i % 9, "region", "coast", "income", 1.0));
        bench.registry.add(deaf);
        bench.registry.add(FIRST);
        bench.activate(FIRST);
        bench.activate(deaf);

        bench.load();

        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("not-constant");
        assertThat(bench.servingVersion()).as("what it falls back to").isEqualTo(1);
    }

    @Test
    void afterARestartWhatAnsweredBeforeIsNotHeldAgainstTheTraffic() throws InterruptedException {
        Poison odd = PoisonedBundles.swappedEverywhere(5);
        bench.registry.put(ToyModel.NAME, odd.sha256(), odd.file());
        bench.past = new PastTraffic.Answers(answered(FIRST, ToyRequest::values).requests(), Set.of(odd.sha256()));
        bench.activate(ToyModel.NAME, 2, odd.sha256(), List.of());
        bench.load();
        assertThat(bench.servingVersion()).isEqualTo(2);

        try (LoaderBench other = new LoaderBench(folder.resolve("other"))) {
            other.registry.put(ToyModel.NAME, odd.sha256(), odd.file());
            other.past = answered(FIRST, ToyRequest::values);
            other.activate(ToyModel.NAME, 2, odd.sha256(), List.of());
            other.load();
            assertThat(other.outbox.refused()).extracting(Refused::getCheck).containsExactly("score-profile");
        }
    }

    @Test
    void ofManyVersionsTheLastFewKeepTheirMeters() throws InterruptedException {
        bench.registry.add(FIRST);
        bench.registry.add(SECOND);
        for (int version = 1; version <= 3 * SwapMeters.REMEMBERED; version++) {
            bench.activate(ToyModel.NAME, version, (version % 2 == 0 ? FIRST : SECOND).sha256(), List.of());
            bench.load();
        }

        assertThat(bench.meters.find("tidemark.predictions").counters())
                .hasSize(SwapMeters.REMEMBERED)
                .extracting(counter -> counter.getId().getTag("version"))
                .contains(Integer.toString(3 * SwapMeters.REMEMBERED))
                .doesNotContain("1");
    }

    /// Lets the version that serves see requests.
    private void traffic(ToyModel toy) {
        ModelScorer scorer = toy.bundle().newScorer();
        for (int i = 0; i < 200; i++) {
            assertThat(scorer.encode(ToyRequest.values(i))).isNull();
            bench.ready().champion().recentRows().offer(scorer.raw());
        }
    }

    private static PastTraffic.Answers answered(ToyModel by, IntFunction<Map<String, Object>> values) {
        List<Map<String, @Nullable Object>> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(new HashMap<>(values.apply(i)));
        }
        return new PastTraffic.Answers(requests, Set.of(by.sha256()));
    }

    @Test
    void modelsDoNotStandInEachOthersWay() throws InterruptedException {
        ToyModel other = ToyModel.of("other", 5);
        bench.registry.add(other);
        bench.activate(FIRST);
        bench.activate(other);

        bench.load();
        bench.load();

        assertThat(bench.board.newest("toy")).isNull();
        assertThat(bench.board.newest("other")).isNotNull();
        assertThat(bench.board.prospect("toy")).isEqualTo(Prospect.LOADING);
        assertThat(bench.board.prospect("other")).isEqualTo(Prospect.READY);
        assertThat(bench.board.prospect("nobody")).isEqualTo(Prospect.UNKNOWN);
    }

    @Test
    void otherFactsAskForNothing() {
        bench.loader.accept(new TimelineEntry(
                0,
                TimelineFacts.registered("toy", 1, FIRST.sha256(), "run", true, Map.of(), "trainer", ToyRequest.TIME)));

        assertThat(bench.prospect()).isEqualTo(Prospect.UNKNOWN);
        assertThat(bench.loader.awaitSettled(Duration.ZERO)).isTrue();
    }

    @Test
    void onItsOwnThreadItLoadsWhateverComes() {
        bench.registry.add(FIRST);
        bench.activate(FIRST);
        bench.loader.start();

        assertThat(bench.loader.awaitSettled(Duration.ofMinutes(1))).isTrue();
        assertThat(bench.servingVersion()).isEqualTo(1);
        bench.registry.add(SECOND);
        bench.activate(SECOND);
        assertThat(bench.loader.awaitSettled(Duration.ofMinutes(1))).isTrue();
        assertThat(bench.servingVersion()).isEqualTo(2);
    }
}
