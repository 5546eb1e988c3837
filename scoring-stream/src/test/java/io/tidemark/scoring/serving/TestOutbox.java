package io.tidemark.scoring.serving;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Alert;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps what a loader says.
final class TestOutbox implements ModelLoader.Outbox {
    final List<TimelineEvent> facts = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    private Optional<RuntimeException> fault = Optional.empty();

    /// From now on nothing can be said.
    void fail(RuntimeException with) {
        fault = Optional.of(with);
    }

    void work() {
        fault = Optional.empty();
    }

    @Override
    public void write(TimelineEvent fact) {
        throwFault();
        facts.add(fact);
    }

    @Override
    public void write(Alert alert) {
        throwFault();
        alerts.add(alert);
    }

    private void throwFault() {
        fault.ifPresent(present -> {
            throw present;
        });
    }

    List<Acknowledged> acknowledged() {
        return facts(Acknowledged.class);
    }

    List<Refused> refused() {
        return facts(Refused.class);
    }

    private <F> List<F> facts(Class<F> type) {
        return facts.stream()
                .map(TimelineEvent::getFact)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
