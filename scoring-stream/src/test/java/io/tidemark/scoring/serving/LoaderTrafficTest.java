package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Refused;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.scoring.PoisonedBundles;
import io.tidemark.scoring.PoisonedBundles.Poison;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How live rows judge a version.
class LoaderTrafficTest extends LoaderTest {
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
}
