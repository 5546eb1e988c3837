package io.tidemark.notifier.sink;

import io.tidemark.event.Alert;
import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.AlertmanagerMessages;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.Notice;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prometheus' Alertmanager, which groups, silences and routes by itself. It forgets an alert that is not sent again,
/// so open ones are, each minute; facts of the timeline are no alerts and are nothing for it.
public final class Alertmanager implements Sink {
    private static final Duration REFRESH = Duration.ofMinutes(1);

    /// Four refreshes may fail before an open alert ends over there.
    private static final Duration OPEN_FOR = REFRESH.multipliedBy(5);

    private final URI alerts;
    private final AlertmanagerMessages messages;
    private final Http http;
    private final Clock clock;

    /// @param alerts address of `/api/v2/alerts`
    public Alertmanager(URI alerts, AlertmanagerMessages messages, Http http, Clock clock) {
        this.alerts = alerts;
        this.messages = messages;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public boolean wants(Notice notice) {
        return notice instanceof AlertNotice;
    }

    @Override
    public Answer tell(Parcel parcel) {
        List<Alert> told = new ArrayList<>();
        for (Notice notice : parcel.notices()) {
            if (notice instanceof AlertNotice alert) {
                told.add(alert.alert());
            }
        }
        return tellAgain(told, clock.instant());
    }

    @Override
    public Optional<Duration> refresh() {
        return Optional.of(REFRESH);
    }

    @Override
    public Answer tellAgain(List<Alert> open, Instant now) {
        return http.post(new Post(alerts, Map.of(), messages.of(open, now.plus(OPEN_FOR))))
                .orFailure("Alertmanager", status -> new Answer.Delivered(Optional.empty()));
    }
}
