package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is loaded, and when.
class ModelLoaderTest extends LoaderTest {
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

    /// The promotion of a large bundle is on its way; somebody rolls it back before it is there.
    @Test
    void whatIsRolledBackWhileItIsLoadedNeverServes() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.add(SECOND);
        bench.activate(SECOND);
        bench.registry.onFetch(sha -> {
            if (sha.equals(SECOND.sha256())) {
                bench.activate(FIRST);
            }
        });

        bench.load();

        assertThat(bench.ready().eventId()).isEqualTo("activation-0");
        assertThat(bench.outbox.acknowledged())
                .extracting(Acknowledged::getVersion)
                .containsExactly(1);

        bench.load();

        assertThat(bench.ready().eventId()).isEqualTo("activation-2");
        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.registry.fetches()).as("it served all the time").isEqualTo(2);
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
