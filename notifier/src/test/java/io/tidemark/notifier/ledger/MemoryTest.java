package io.tidemark.notifier.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.AlertStatus;
import io.tidemark.event.Notification;
import io.tidemark.event.NotificationStatus;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.delivery.Settled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final TopicPartition ALERTS = new TopicPartition("alerts", 0);
    private final List<Notification> log = new ArrayList<>();

    @Test
    void whatWasToldIsKnownAfterARestart() {
        new Ledger("slack", log::add)
                .settle(List.of(new Settled.Told(Notices.open("a"), Optional.of("C1/17.1"), false)), Instant.EPOCH);
        Ledger restarted = new Ledger("slack", log::add);
        assertThat(restarted.isSettled(Notices.open("a").id())).isFalse();
        log.forEach(restarted::take);

        assertThat(restarted.isSettled(Notices.open("a").id())).isTrue();
        assertThat(restarted.isSettled(Notices.resolved("a").id())).isFalse();
        assertThat(restarted.firstReceipt("a")).contains("C1/17.1");
        assertThat(Ledger.key(log.getFirst())).isEqualTo("slack/a/OPEN/MEDIUM");
    }

    @Test
    void oneSinksMemoryIsNotAnothers() {
        new Ledger("slack", log::add)
                .settle(List.of(new Settled.Told(Notices.open("a"), Optional.empty(), true)), Instant.EPOCH);
        Ledger other = new Ledger("webhook", log::add);
        log.forEach(other::take);

        assertThat(other.isSettled(Notices.open("a").id())).isFalse();
        assertThat(log.getFirst().getStatus()).isEqualTo(NotificationStatus.SUMMARISED);
    }

    @Test
    void laterMessagesDoNotBecomeTheFirstOfTheirThread() {
        Ledger ledger = new Ledger("slack", log::add);
        ledger.settle(List.of(new Settled.Told(Notices.open("a"), Optional.of("C1/1"), false)), Instant.EPOCH);
        ledger.settle(List.of(new Settled.Told(Notices.resolved("a"), Optional.of("C1/2"), false)), Instant.EPOCH);

        assertThat(ledger.firstReceipt("a")).contains("C1/1");
    }

    @Test
    void aSummaryIsNotTheFirstMessageOfItsThreads() {
        Ledger ledger = new Ledger("slack", log::add);
        ledger.settle(List.of(new Settled.Told(Notices.open("a"), Optional.of("C1/1"), true)), Instant.EPOCH);
        assertThat(ledger.firstReceipt("a")).isEmpty();

        ledger.settle(List.of(new Settled.Told(Notices.resolved("a"), Optional.of("C1/2"), false)), Instant.EPOCH);
        assertThat(ledger.firstReceipt("a")).contains("C1/2");
    }

    @Test
    void aNoticeIsNotToldAgainByAProcessWhoseLedgerTheBrokerDidNotTake() {
        Ledger ledger = new Ledger("slack", entry -> {
            throw new IllegalStateException("broker down");
        });
        Settled told = new Settled.Told(Notices.open("a"), Optional.empty(), false);

        assertThatThrownBy(() -> ledger.settle(List.of(told), Instant.EPOCH)).hasMessage("broker down");
        assertThat(ledger.isSettled(Notices.open("a").id())).isTrue();
    }

    @Test
    void whatWasGivenUpSaysWhy() {
        new Ledger("slack", log::add).settle(List.of(new Settled.GivenUp(Notices.open("a"), "404")), Instant.EPOCH);

        assertThat(log.getFirst().getStatus()).isEqualTo(NotificationStatus.UNDELIVERABLE);
        assertThat(log.getFirst().getMessage()).isEqualTo("404");
    }

    @Test
    void offsetsAreCommittedUpToTheFirstRecordThatIsNotDone() {
        Positions positions = new Positions();
        positions.read(ALERTS, 5, true);
        positions.read(ALERTS, 6, false);
        positions.read(ALERTS, 7, false);
        positions.done(ALERTS, 7);
        assertThat(positions.takeCommittable()).isEqualTo(Map.of(ALERTS, new OffsetAndMetadata(6)));
        assertThat(positions.takeCommittable()).isEmpty();

        positions.done(ALERTS, 6);
        assertThat(positions.takeCommittable()).isEqualTo(Map.of(ALERTS, new OffsetAndMetadata(8)));
    }

    @Test
    void anAlertIsOpenFromItsFirstStepToItsLast() {
        OpenAlerts open = new OpenAlerts();
        open.take(Notices.open("a").alert());
        open.take(Notices.open("b").alert());
        open.take(Notices.alert("b", AlertStatus.ESCALATED, Severity.HIGH));
        open.take(Notices.resolved("a").alert());

        assertThat(open.all()).containsExactly(Notices.alert("b", AlertStatus.ESCALATED, Severity.HIGH));
    }
}
