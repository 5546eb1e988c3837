package io.tidemark.notifier.delivery;

import io.tidemark.event.Alert;
import io.tidemark.notifier.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place that is told.
public interface Sink {
    /// Name in metrics, in the ledger and in the consumer group: slack, webhook or alertmanager.
    String name();

    /// False: notices of this kind are nothing for it.
    boolean wants(Notice notice);

    /// Tells it; returns when it has answered, or after its time limit. Throws nothing that it could put into words.
    Answer tell(Parcel parcel);

    /// How often open alerts have to be told again, because the sink forgets them; empty: it does not.
    default Optional<Duration> refresh() {
        return Optional.empty();
    }

    /// Tells it again of what is open.
    ///
    /// @param open steps of alerts that are not resolved
    /// @param now wall clock
    default Answer tellAgain(List<Alert> open, Instant now) {
        return new Answer.Delivered(Optional.empty());
    }
}
