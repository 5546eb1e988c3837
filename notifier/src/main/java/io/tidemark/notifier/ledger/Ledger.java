package io.tidemark.notifier.ledger;

import io.tidemark.event.Notification;
import io.tidemark.event.NotificationStatus;
import io.tidemark.notifier.delivery.Settled;
import io.tidemark.notifier.notice.Notice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Who was told what at one sink. What is written here is written to the log before the notice counts as settled; what
/// the log holds is taken over with [#take] before the first notice is told. Belongs to one thread.
public final class Ledger {
    /// Far more than 90 days of alerts; older ones are forgotten here as they are on the log.
    private static final int MOST_NOTICES = 200_000;

    private final String sink;
    private final Consumer<Notification> log;
    private final Map<String, NotificationStatus> settled = bounded();
    private final Map<String, String> firstReceipts = bounded();

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
        if (notification.getReceipt() != null) {
            firstReceipts.putIfAbsent(notification.getThread(), notification.getReceipt());
        }
    }

    /// True when it was told, or given up.
    public boolean isSettled(Notice notice) {
        return settled.containsKey(notice.id());
    }

    /// What the sink calls the first message of a thread.
    public Optional<String> firstReceipt(String thread) {
        return Optional.ofNullable(firstReceipts.get(thread));
    }

    /// Remembers what became of a notice, here first: should the log not take it, this process does not tell it again.
    public void settle(Settled outcome, Instant now) {
        Notice notice = outcome.notice();
        Notification.Builder notification = Notification.newBuilder()
                .setNoticeId(notice.id())
                .setSink(sink)
                .setModel(notice.model())
                .setThread(notice.thread())
                .setSettledAt(now);
        Notification entry = switch (outcome) {
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
        take(entry);
        log.accept(entry);
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_NOTICES;
            }
        };
    }
}
