package io.tidemark.model.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.state.CorruptStateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewHistoryTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long DAY_MS = DAY.toMillis();

    private final ViewHistory history = new ViewHistory();

    @Test
    void valueOfTheLatestTimeUpToTheMomentHolds() {
        put(1_000, "a", 1L);
        put(2_000, "a", 2L);

        assertThat(history.at("a", 999, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(history.at("a", 1_000, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 1_999, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 2_000, DAY)).isEqualTo(new ViewValue.Held(2L));
    }

    /// Each update is as large as one may be; the state of an entity is one record.
    @Test
    void largeValuesLeaveOldestFirst() {
        String large = "\u20ac".repeat(1_000);
        for (int time = 1; time <= 60; time++) {
            for (int feature = 0; feature < 20; feature++) {
                put(time * 1_000L, "f" + feature, large);
            }
        }

        assertThat(ViewHistoryFormat.write(history)).hasSizeLessThanOrEqualTo(ViewHistory.MAX_BYTES);
        assertThat(history.at("f7", 60_000, DAY)).isEqualTo(new ViewValue.Held(large));
        assertThat(history.at("f7", 50_000, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(ViewHistoryFormat.write(ViewHistoryFormat.read(ViewHistoryFormat.write(history))))
                .isEqualTo(ViewHistoryFormat.write(history));
    }

    @Test
    void largeValuesOfManyFeaturesLeaveWithTheirFeature() {
        String large = "\u20ac".repeat(1_000);
        for (int feature = 0; feature < 256; feature++) {
            put(1_000L + feature, "f" + feature, large);
        }

        assertThat(ViewHistoryFormat.write(history)).hasSizeLessThanOrEqualTo(ViewHistory.MAX_BYTES);
        assertThat(history.at("f255", 2_000, DAY)).isEqualTo(new ViewValue.Held(large));
        assertThat(history.at("f0", 2_000, DAY)).isEqualTo(ViewValue.MISSING);
    }

    @Test
    void updateThatArrivesLateLandsAtItsEventTime() {
        put(3_000, "a", 3L);
        put(1_000, "a", 1L);

        assertThat(history.at("a", 2_999, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 3_000, DAY)).isEqualTo(new ViewValue.Held(3L));
    }

    @Test
    void ofTwoValuesOfOneTimeTheOneThatArrivedLaterCounts() {
        put(1_000, "a", 1L);
        put(1_000, "a", 2L);

        assertThat(history.at("a", 1_000, DAY)).isEqualTo(new ViewValue.Held(2L));
    }

    @Test
    void absentFeatureIsUnchangedAndNullMissingFromThenOn() {
        put(1_000, "a", 1L);
        put(2_000, "b", "x");
        put(3_000, "a", null);

        assertThat(history.at("a", 2_500, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 3_000, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(history.at("b", 3_000, DAY)).isEqualTo(new ViewValue.Held("x"));
    }

    @Test
    void valueHoldsForItsTimeToLiveAndIsStaleAMillisecondLater() {
        put(1_000, "a", 1L);

        assertThat(history.at("a", 1_000 + DAY_MS, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 1_001 + DAY_MS, DAY)).isEqualTo(ViewValue.STALE);
    }

    @Test
    void onlyTheLatestVersionsAreKept() {
        for (int i = 0; i <= ViewHistory.MAX_VERSIONS; i++) {
            put(i, "a", (long) i);
        }

        assertThat(history.at("a", 0, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(history.at("a", 1, DAY)).isEqualTo(new ViewValue.Held(1L));
        assertThat(history.at("a", 1_000, DAY)).isEqualTo(new ViewValue.Held((long) ViewHistory.MAX_VERSIONS));
    }

    @Test
    void valueThatEndedLongBeforeTheLatestIsForgotten() {
        put(0, "a", 0L);
        put(1, "a", 1L);
        put(ViewHistory.KEPT.toMillis() + 2, "a", 2L);

        assertThat(history.at("a", 0, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(history.at("a", 1, DAY)).as("it held until the latest came").isEqualTo(new ViewValue.Held(1L));
    }

    @Test
    void ofTooManyFeaturesTheOnesWithTheLatestValuesStay() {
        for (int i = 0; i <= ViewHistory.MAX_FEATURES; i++) {
            put(i, "f" + i, 1L);
        }

        assertThat(history.at("f0", 1_000, DAY)).isEqualTo(ViewValue.MISSING);
        assertThat(history.at("f1", 1_000, DAY)).isEqualTo(new ViewValue.Held(1L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyStreamGivesWhatALookThroughAllUpdatesGives(long seed) {
        Random random = new Random(seed);
        List<ViewUpdate> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Map<String, @Nullable Object> values = new HashMap<>();
            for (String feature : List.of("a", "b", "c")) {
                if (random.nextBoolean()) {
                    values.put(feature, random.nextInt(4) == 0 ? null : (Object) random.nextLong(100));
                }
            }
            all.add(new ViewUpdate("v", "e", random.nextInt(50), values));
        }
        all.forEach(history::put);
        ViewHistory restored = ViewHistoryFormat.read(ViewHistoryFormat.write(history));

        for (long time = -1; time < 80; time++) {
            for (String feature : List.of("a", "b", "c")) {
                ViewValue naive = naive(all, feature, time, 20);
                assertThat(history.at(feature, time, Duration.ofMillis(20))).isEqualTo(naive);
                assertThat(restored.at(feature, time, Duration.ofMillis(20))).isEqualTo(naive);
            }
        }
    }

    /// The rule as a sentence: of the updates that name the feature, up to the moment, the latest; of these the last.
    private static ViewValue naive(List<ViewUpdate> all, String feature, long time, long ttl) {
        ViewUpdate latest = null;
        for (ViewUpdate update : all) {
            if (update.values().containsKey(feature)
                    && update.eventTimeMs() <= time
                    && (latest == null || update.eventTimeMs() >= latest.eventTimeMs())) {
                latest = update;
            }
        }
        Object value = latest == null ? null : latest.values().get(feature);
        if (latest == null || value == null) {
            return ViewValue.MISSING;
        }
        return time - latest.eventTimeMs() > ttl ? ViewValue.STALE : new ViewValue.Held(value);
    }

    @Test
    void historyOfEachTypeSurvivesItsBytes() {
        put(1, "flag", true);
        put(2, "flag", false);
        put(1, "whole", Long.MIN_VALUE);
        put(1, "number", -0.1);
        put(1, "text", "größer");
        put(2, "gone", null);

        byte[] bytes = ViewHistoryFormat.write(history);
        ViewHistory read = ViewHistoryFormat.read(bytes);

        assertThat(ViewHistoryFormat.newestMs(bytes)).isEqualTo(2);
        assertThat(ViewHistoryFormat.write(read)).isEqualTo(bytes);
        assertThat(read.at("flag", 1, DAY)).isEqualTo(new ViewValue.Held(true));
        assertThat(read.at("flag", 2, DAY)).isEqualTo(new ViewValue.Held(false));
        assertThat(read.at("whole", 2, DAY)).isEqualTo(new ViewValue.Held(Long.MIN_VALUE));
        assertThat(read.at("number", 2, DAY)).isEqualTo(new ViewValue.Held(-0.1));
        assertThat(read.at("text", 2, DAY)).isEqualTo(new ViewValue.Held("größer"));
        assertThat(read.at("gone", 2, DAY)).isEqualTo(ViewValue.MISSING);
    }

    @Test
    void bytesOfAHistoryAreTheGoldenOnes() {
        put(258, "a", 7L);
        put(1, "b", null);

        // What an older build left in a changelog is read by this one: these bytes never change their meaning.
        assertThat(ViewHistoryFormat.write(history))
                .isEqualTo(bytes("01 0201000000000000 02 01 61 01 0201000000000000 03 0700000000000000"
                        + " 01 62 01 0100000000000000 00"));
    }

    @Test
    void damagedBytesAreToldApart() {
        put(1, "a", 1L);
        byte[] bytes = ViewHistoryFormat.write(history);
        List<byte[]> damaged = new ArrayList<>();
        for (int length = 0; length < bytes.length; length++) {
            damaged.add(Arrays.copyOf(bytes, length));
        }
        damaged.add(Arrays.copyOf(bytes, bytes.length + 1));

        assertThat(damaged)
                .allSatisfy(part -> assertThatThrownBy(() -> ViewHistoryFormat.read(part))
                        .isInstanceOf(CorruptStateException.class));
    }

    private void put(long time, String feature, @Nullable Object value) {
        history.put(new ViewUpdate("v", "e", time, Collections.singletonMap(feature, value)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
