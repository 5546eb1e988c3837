package io.tidemark.notifier.ledger;

import io.tidemark.event.Notification;
import io.tidemark.event.NotificationStatus;
import io.tidemark.notifier.delivery.Settled;
import io.tidemark.notifier.notice.Notice;
import io.tidemark.streamkit.runtime.RecentlyUsed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Who was told what at one sink. What is written here is written to the log before the notice counts as settled; what
/// the log holds is taken over with [#take] before the first notice is told. Belongs to one thread.
public final class Ledger {
    /// Far more than 90 days of alerts; older ones are forgotten here as they are on the log.
    private static final int MOST_NOTICES = 200_000;

    private final String sink;
    private final Consumer<Notification> log;
    private final RecentlyUsed<String, NotificationStatus> settled = new RecentlyUsed<>(MOST_NOTICES);
    private final RecentlyUsed<String, String> firstReceipts = new RecentlyUsed<>(MOST_NOTICES);

    /// @param log writes to the topic and returns once the broker has it
    public Ledger(String sink, Consumer<Notification> log) {
        this.sink = sink;
        this.log = log;
    }

    /// Key of a record on the topic.
    public static String key(Notification notification) {
        return notification.getSink() + "/" + notification.getNoticeId();
    }

    /// Takes over what stands on the log; of other sinks, nothing.
    public void take(Notification notification) {
        if (!notification.getSink().equals(sink)) {
            return;
        }
        settled.put(notification.getNoticeId(), notification.getStatus());
        String receipt = notification.getReceipt();
        // A summary tells of others too: it is not the first message of any one thread.
        boolean isOwn = notification.getStatus() == NotificationStatus.DELIVERED;
        if (receipt != null && isOwn && firstReceipts.get(notification.getThread()) == null) {
            firstReceipts.put(notification.getThread(), receipt);
        }
    }

    /// True when it was told, or given up.
    public boolean isSettled(String noticeId) {
        return settled.get(noticeId) != null;
    }

    /// What the sink calls the first message of a thread.
    public Optional<String> firstReceipt(String thread) {
        return Optional.ofNullable(firstReceipts.get(thread));
    }

    /// Remembers what became of notices, here first: should the log not take them, this process does not tell them
    /// again.
    public void settle(List<Settled> outcomes, Instant now) {
        List<Notification> entries =
                outcomes.stream().map(outcome -> entry(outcome, now)).toList();
        entries.forEach(this::take);
        entries.forEach(log);
    }

    private Notification entry(Settled outcome, Instant now) {
        Notice notice = outcome.notice();
        Notification.Builder notification = Notification.newBuilder()
                .setNoticeId(notice.id())
                .setSink(sink)
                .setModel(notice.model())
                .setThread(notice.thread())
                .setSettledAt(now);
        return switch (outcome) {
            case Settled.Told told ->
                notification
                        .setStatus(told.summarised() ? NotificationStatus.SUMMARISED : NotificationStatus.DELIVERED)
                        .setReceipt(told.receipt().orElse(null))
                        .build();
            case Settled.GivenUp givenUp ->
                notification
                        .setStatus(NotificationStatus.UNDELIVERABLE)
                        .setMessage(givenUp.why())
                        .build();
        };
    }
}
