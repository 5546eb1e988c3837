package io.tidemark.notifier.app;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

/// Starts and stops the notifier with its application context, and tells how the sinks are. A sink that does not answer
/// is no reason to start the process again, so it makes the health DEGRADED, not DOWN.
public final class NotifierLifecycle implements SmartLifecycle, HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");

    private final NotifierService service;
    private volatile boolean running;

    public NotifierLifecycle(NotifierService service) {
        this.service = service;
    }

    @Override
    public void start() {
        service.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        service.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        List<NotifierService.SinkState> sinks = service.states();
        boolean fine = sinks.stream().allMatch(NotifierService.SinkState::fine);
        String state = sinks.isEmpty()
                ? "RUNNING, nobody to tell"
                : sinks.stream().map(NotifierService.SinkState::toString).collect(Collectors.joining("; "));
        return (fine ? Health.up() : Health.status(DEGRADED))
                .withDetail("state", state)
                .build();
    }
}
