package io.tidemark.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CourierTest {
    private static final DeliveryRules RULES = new DeliveryRules(
            Duration.ofSeconds(1),
            3,
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10));

    private final FakeSink sink = new FakeSink();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Courier courier =
            new Courier(sink, RULES, new SplittableRandom(42), new CourierMeters(meters, "fake"));
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aNoticeIsToldAtOnceAndIsSettled() {
        courier.accept(Notices.open("a"), now);

        assertThat(courier.step(now)).containsExactly(new Settled.Told(Notices.open("a"), Optional.of("r1"), false));
        assertThat(courier.waiting()).isZero();
        assertThat(courier.due(now)).isEmpty();
    }

    @Test
    void messagesKeepTheirOrderAndTheGap() {
        courier.accept(Notices.open("a"), now);
        courier.accept(Notices.resolved("a"), now);
        courier.step(now);

        assertThat(courier.step(now.plusMillis(999))).isEmpty();
        assertThat(courier.step(now.plusMillis(1000)))
                .extracting(s -> s.notice().id())
                .containsExactly(Notices.resolved("a").id());
    }

    @Test
    void theSinksRetryAfterIsHonoured() {
        sink.says(FakeSink.throttled(Duration.ofSeconds(30)));
        courier.accept(Notices.open("a"), now);

        assertThat(courier.step(now)).isEmpty();
        assertThat(courier.due(now)).contains(now.plusSeconds(30));
        assertThat(courier.step(now.plusSeconds(29))).isEmpty();
        assertThat(courier.step(now.plusSeconds(30))).hasSize(1);
        assertThat(meters.counter("tidemark.notifier.failures", "sink", "fake", "kind", "throttled")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failuresAreTriedAgainAfterPausesThatDoubleUpToALimitAndAreSpread() {
        sink.fails(8);
        courier.accept(Notices.open("a"), now);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            assertThat(courier.step(now)).isEmpty();
            Instant due = courier.due(now).orElseThrow();
            pauses.add(Duration.between(now, due).toMillis());
            now = due;
        }

        long cap = 1_000;
        for (long pause : pauses) {
            assertThat(pause).isBetween(cap / 2, cap);
            cap = Math.min(2 * cap, 20_000);
        }
        assertThat(pauses).doesNotHaveDuplicates();
        assertThat(courier.trouble()).contains("down");
        assertThat(courier.step(now)).hasSize(1);
        assertThat(courier.trouble()).isEmpty();
    }

    @Test
    void whatTheSinkRefusesForGoodIsGivenUpAndTheNextIsTold() {
        sink.says(new Answer.Never("Slack answered 404: no_service"));
        courier.accept(Notices.open("a"), now);
        courier.accept(Notices.open("b"), now);

        assertThat(courier.step(now))
                .containsExactly(new Settled.GivenUp(Notices.open("a"), "Slack answered 404: no_service"));
        assertThat(courier.trouble()).contains("Slack answered 404: no_service");
        assertThat(courier.step(now.plusSeconds(1))).hasSize(1).allMatch(s -> s instanceof Settled.Told);
        assertThat(meters.counter("tidemark.notifier.undeliverable", "sink", "fake")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatWasTriedForTooLongIsGivenUpSoThatTheRestMovesOn() {
        sink.fails(1000);
        courier.accept(Notices.open("old"), now);
        courier.accept(Notices.open("new"), now.plusSeconds(300));
        List<Settled> settled = new ArrayList<>();
        for (Instant end = now.plusSeconds(700); now.isBefore(end); now = now.plusSeconds(10)) {
            settled.addAll(courier.step(now));
        }

        assertThat(settled).singleElement().satisfies(given -> {
            assertThat(given.notice()).isEqualTo(Notices.open("old"));
            assertThat(((Settled.GivenUp) given).why()).startsWith("Tried for PT10M");
        });
        assertThat(courier.waiting()).isEqualTo(1);
    }

    @Test
    void aBacklogIsToldInOneMessage() {
        List<Notice> many = many(50);
        many.forEach(notice -> courier.accept(notice, now));

        List<Settled> settled = courier.step(now);

        assertThat(settled).hasSize(50).allMatch(s -> s instanceof Settled.Told told && told.summarised());
        assertThat(sink.told).containsExactly(new Parcel.Summary(many));
    }

    @Test
    void afterABurstNoticesAreGatheredIntoASummary() {
        for (int second = 0; second < 30; second++) {
            courier.accept(Notices.open("n" + second), now);
            courier.step(now);
            now = now.plusSeconds(1);
        }
        while (courier.waiting() > 0) {
            courier.step(now);
            now = now.plusSeconds(1);
        }

        assertThat(sink.told.stream().flatMap(parcel -> parcel.notices().stream()))
                .hasSize(30);
        assertThat(sink.told.subList(0, 3)).allMatch(parcel -> parcel instanceof Parcel.Single);
        assertThat(sink.told.size()).isLessThan(12);
        assertThat(sink.told).anyMatch(parcel -> parcel instanceof Parcel.Summary);
    }

    @Test
    void aStormDoesNotOutlastItself() {
        many(50).forEach(notice -> courier.accept(notice, now));
        courier.step(now);
        now = now.plusSeconds(61);
        courier.accept(Notices.open("later"), now);

        assertThat(courier.step(now))
                .singleElement()
                .matches(s -> s instanceof Settled.Told told && !told.summarised());
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new DeliveryRules(
                        Duration.ZERO,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ZERO))
                .hasMessageContaining("Found burst 0");
        assertThatThrownBy(() -> new DeliveryRules(
                        Duration.ZERO,
                        1,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMillis(2),
                        Duration.ofMillis(1),
                        Duration.ZERO))
                .hasMessageContaining("first-backoff");
    }

    private static List<Notice> many(int count) {
        List<Notice> notices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notices.add(Notices.open("n" + i));
        }
        return notices;
    }
}
