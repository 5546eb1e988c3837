package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Refused;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What serves after a restart.
class LoaderRestartTest extends LoaderTest {
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

    /// After a restart nothing that serves is there to hold a version against: one that was refused comes last.
    @Test
    void afterARestartWhatWasRefusedDoesNotServeAheadOfWhatServed() throws InterruptedException {
        bench.registry.add(FIRST);
        bench.registry.add(SECOND);
        bench.activate(FIRST);
        String refused = bench.activate(SECOND);
        bench.tell(new LoaderFacts("instance-1", Clock.systemUTC())
                .refused(
                        refused,
                        new WantedVersion("toy", 2, SECOND.sha256()),
                        new LoadException("constant", false, new IllegalStateException("all answers are alike"))));
        bench.activate("toy", 9, "f".repeat(64), List.of());
        ToyModel wrong = ToyModel.misbehaving(3);
        bench.registry.add(wrong);
        bench.activate(wrong);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
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
}
