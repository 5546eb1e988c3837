package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.tidemark.event.Prediction;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.scoring.LoadedActivations;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Version after version, one request each.
class ManySwapsTest {
    private static final int SWAPS = 2_000;
    private static final List<ToyModel> TOYS = List.of(ToyModel.version(1), ToyModel.version(2), ToyModel.version(3));
    private static final int COLLECTIONS = 50;

    @TempDir
    private Path folder;

    @Test
    void thousandsOfSwapsAnswerEachRequestAndKeepNothing() throws InterruptedException {
        List<WeakReference<Object>> bundles = new ArrayList<>();
        try (ScoringDriver driver = new ScoringDriver(folder);
                LoadedActivations loaded = new LoadedActivations(folder.resolve("cache"), driver.meters)) {
            for (int i = 1; i <= SWAPS; i++) {
                ReadyActivation activation = loaded.next(TOYS.get(i % TOYS.size()), i);
                bundles.add(new WeakReference<>(activation.champion().bundle()));
                driver.serve(activation);
                driver.send(ToyRequest.number(i));

                Prediction prediction = driver.predictions.readValue();
                TimelineEvent adopted = driver.timeline.readValue();
                assertThat(prediction.getVersion()).isEqualTo(i);
                assertThat(prediction.getActivationId()).isEqualTo(activation.eventId());
                assertThat(adopted.getEventId()).startsWith(activation.eventId() + "/adopted/");
            }

            assertThat(driver.predictions.isEmpty()).isTrue();
            assertThat(driver.letters.isEmpty()).isTrue();
            assertThat(aliveOf(bundles.subList(0, SWAPS - 1)))
                    .as("bundles that no longer serve")
                    .isZero();
            assertThat(driver.meters.getMeters().stream()
                            .map(Meter::getId)
                            .filter(id -> id.getTag("version") != null)
                            .map(id -> id.getTag("version"))
                            .distinct())
                    .as("versions with meters")
                    .contains(Integer.toString(SWAPS))
                    .hasSizeLessThan(20);
            assertThat(driver.meters.get("tidemark.swap.switch").timer().count())
                    .isEqualTo(SWAPS - 1);
            assertThat(driver.meters.get("tidemark.swap.stall").timer().count()).isEqualTo(SWAPS - 1);
        }
    }

    /// A partition without requests keeps what it answers with; the rest goes with the next one.
    @Test
    void aModelIsLetGoOfOnceThePartitionHasMovedOn() throws InterruptedException {
        try (ScoringDriver driver = new ScoringDriver(folder)) {
            List<WeakReference<Object>> old = serveOnce(driver, 5);
            driver.serve(new ReadyActivation(6, "activation-6", fresh(2).serving(), List.of()));
            assertThat(aliveOf(old)).as("the partition may still need it").isEqualTo(1);

            driver.send(ToyRequest.number(2));

            assertThat(aliveOf(old)).isZero();
        }
    }

    private static List<WeakReference<Object>> serveOnce(ScoringDriver driver, long offset) {
        ReadyActivation first = new ReadyActivation(offset, "activation-" + offset, fresh(1).serving(), List.of());
        driver.serve(first);
        driver.send(ToyRequest.number(1));
        return List.of(new WeakReference<>(first.champion().bundle()));
    }

    /// A bundle of its own, as if it had been loaded.
    private static ToyModel fresh(int version) {
        return ToyModel.of(BundleCodec.read(ToyModel.version(version).file()), version);
    }

    /// How many are still there after some collections.
    private static long aliveOf(List<WeakReference<Object>> references) throws InterruptedException {
        long alive = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS && alive > 0; i++) {
            System.gc();
            Thread.sleep(i < 3 ? 0 : 5);
            alive = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
            if (i > 4 && references.size() == 1) {
                break;
            }
        }
        return alive;
    }
}
