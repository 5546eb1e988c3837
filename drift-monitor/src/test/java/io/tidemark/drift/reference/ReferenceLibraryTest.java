package io.tidemark.drift.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.ToyBundle;
import io.tidemark.drift.ToyRegistry;
import io.tidemark.drift.World;
import io.tidemark.event.ActivationCause;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReferenceLibraryTest {
    private final ToyRegistry registry = new ToyRegistry();
    private final byte[] file = ToyBundle.file(1);
    private final VersionKey version = ToyBundle.version(1, file);

    private ReferenceLibrary library(Duration retry) {
        return new ReferenceLibrary(registry, Duration.ZERO, retry, Runnable::run);
    }

    private static TimelineEntry activation(long offset, VersionKey version) {
        return new TimelineEntry(
                offset,
                TimelineFacts.champion(
                        "a" + offset,
                        version.model(),
                        version.version(),
                        version.bundleSha256(),
                        ActivationCause.PROMOTION,
                        "test",
                        "",
                        Instant.EPOCH));
    }

    @Test
    void aReferenceIsTheProfileAndTheLimitsInTheBundle() {
        registry.put(version.bundleSha256(), file);
        ReferenceLookup found = library(Duration.ofHours(1)).find(version);
        assertThat(found).isEqualTo(new ReferenceLookup.Known(World.reference()));
    }

    @Test
    void aBundleIsFetchedOnce() {
        registry.put(version.bundleSha256(), file);
        ReferenceLibrary library = library(Duration.ofHours(1));
        library.find(version);
        library.find(version);
        assertThat(registry.fetches()).isEqualTo(1);
    }

    @Test
    void onlyTheVersionsThatWereUsedLastAreHeld() {
        registry.put(version.bundleSha256(), file);
        ReferenceLibrary library = library(Duration.ofHours(1));
        for (int i = 1; i <= ReferenceLibrary.MOST_VERSIONS + 1; i++) {
            library.find(new VersionKey(version.model(), i, version.bundleSha256()));
        }
        int fetches = registry.fetches();
        library.find(new VersionKey(version.model(), 2, version.bundleSha256()));
        assertThat(registry.fetches()).as("still held").isEqualTo(fetches);
        library.find(new VersionKey(version.model(), 1, version.bundleSha256()));
        assertThat(registry.fetches()).as("fetched again").isEqualTo(fetches + 1);
    }

    @Test
    void aBundleThatIsGoneIsMissingAndNotAskedForEachTime() {
        ReferenceLibrary library = library(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThat(library.find(version))
                    .isInstanceOfSatisfying(
                            ReferenceLookup.Missing.class,
                            missing -> assertThat(missing.why()).contains("no bundle"));
        }
        assertThat(registry.fetches()).isEqualTo(1);
    }

    @Test
    void aBundleThatComesBackIsFound() {
        ReferenceLibrary library = library(Duration.ZERO);
        assertThat(library.find(version)).isInstanceOf(ReferenceLookup.Missing.class);
        registry.put(version.bundleSha256(), file);
        assertThat(library.find(version)).isInstanceOf(ReferenceLookup.Known.class);
    }

    @Test
    void aDamagedBundleGivesNoReference() {
        byte[] damaged = file.clone();
        damaged[damaged.length / 2] ^= 1;
        registry.put(version.bundleSha256(), damaged);
        assertThat(library(Duration.ofHours(1)).find(version))
                .isInstanceOfSatisfying(
                        ReferenceLookup.Missing.class,
                        missing -> assertThat(missing.why()).contains("SHA-256"));
    }

    @Test
    void onlyTheNewestActivationOfTheHistoryIsFetchedAhead() {
        byte[] newer = ToyBundle.file(2);
        VersionKey second = ToyBundle.version(2, newer);
        registry.put(version.bundleSha256(), file);
        registry.put(second.bundleSha256(), newer);
        ReferenceLibrary library = library(Duration.ofHours(1));
        library.accept(activation(0, version));
        library.accept(activation(1, second));
        assertThat(registry.fetches()).isZero();
        library.goLive();
        assertThat(registry.fetches()).isEqualTo(1);
        assertThat(library.find(second)).isInstanceOf(ReferenceLookup.Known.class);
        assertThat(registry.fetches()).as("it was there").isEqualTo(1);
    }

    @Test
    void aVersionThatIsActivatedLaterIsFetchedBeforeItsFirstPrediction() {
        registry.put(version.bundleSha256(), file);
        ReferenceLibrary library = library(Duration.ofHours(1));
        library.goLive();
        library.accept(activation(0, version));
        assertThat(registry.fetches()).isEqualTo(1);
    }

    @Test
    void anActivationThatCannotBeFetchedAheadIsAskedForAgainByItsFirstPrediction() {
        ReferenceLibrary library = library(Duration.ofHours(1));
        library.goLive();
        library.accept(activation(0, version));
        registry.put(version.bundleSha256(), file);
        assertThat(library.find(version)).isInstanceOf(ReferenceLookup.Known.class);
    }

    @Test
    void anActivationThatNamesNoVersionIsPassedOver() {
        ReferenceLibrary library = library(Duration.ofHours(1));
        library.goLive();
        library.accept(new TimelineEntry(
                0,
                TimelineFacts.champion(
                        "a", "homes", 1, "not a hash", ActivationCause.PROMOTION, "test", "", Instant.EPOCH)));
        assertThat(registry.fetches()).isZero();
    }

    @Test
    @Timeout(60)
    void aRegistryThatSaysNothingHoldsNobodyUpForLongerThanTheWait() {
        registry.put(version.bundleSha256(), file);
        registry.fallSilent();
        try (ReferenceLibrary library = new ReferenceLibrary(registry, Duration.ofMillis(50), Duration.ofHours(1))) {
            library.goLive();
            library.accept(activation(0, version));
            for (int i = 0; i < 3; i++) {
                assertThat(library.find(version))
                        .isInstanceOfSatisfying(
                                ReferenceLookup.Missing.class,
                                missing -> assertThat(missing.why()).contains("has not answered within PT0.05S"));
            }
            library.accept(activation(1, version));
            registry.speak();
            awaitKnown(library, version);
            assertThat(registry.fetches()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void whatIsKnownIsFoundWhileAnotherBundleIsFetched() {
        byte[] newer = ToyBundle.file(2);
        VersionKey second = ToyBundle.version(2, newer);
        registry.put(version.bundleSha256(), file);
        registry.put(second.bundleSha256(), newer);
        try (ReferenceLibrary library = new ReferenceLibrary(registry, Duration.ofMillis(50), Duration.ofHours(1))) {
            library.goLive();
            library.accept(activation(0, version));
            awaitKnown(library, version);
            registry.fallSilent();
            library.accept(activation(1, second));
            assertThat(library.find(second)).isInstanceOf(ReferenceLookup.Missing.class);
            assertThat(library.find(version)).isInstanceOf(ReferenceLookup.Known.class);
        }
    }

    @Test
    @Timeout(60)
    void closingGivesUpWhatIsBeingFetched() {
        registry.fallSilent();
        ReferenceLibrary library = new ReferenceLibrary(registry, Duration.ofMillis(50), Duration.ofHours(1));
        library.find(version);
        while (registry.fetches() == 0) {
            Thread.onSpinWait();
        }
        library.close();
        while (registry.interrupted() == 0) {
            Thread.onSpinWait();
        }
        assertThat(library.find(version)).isInstanceOf(ReferenceLookup.Missing.class);
    }

    private static void awaitKnown(ReferenceLibrary library, VersionKey version) {
        while (!(library.find(version) instanceof ReferenceLookup.Known)) {
            Thread.onSpinWait();
        }
    }
}
