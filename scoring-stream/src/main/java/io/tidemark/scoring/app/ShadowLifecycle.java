package io.tidemark.scoring.app;

import io.tidemark.scoring.shadow.ShadowService;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Starts and stops shadow scoring with its application context. A shadow that died is no reason to restart a process
/// that answers requests: only alone does it count as down.
final class ShadowLifecycle implements SmartLifecycle, HealthIndicator {
    private static final Set<KafkaStreams.State> DEAD =
            Set.of(KafkaStreams.State.PENDING_ERROR, KafkaStreams.State.ERROR, KafkaStreams.State.NOT_RUNNING);

    private final ShadowService service;
    private final boolean alone;
    private volatile boolean running;

    /// @param alone true when nothing but the shadow runs in this process
    ShadowLifecycle(ShadowService service, boolean alone) {
        this.service = service;
        this.alone = alone;
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
        Map<String, KafkaStreams.State> states = service.states();
        String state = states.isEmpty()
                ? "IDLE"
                : states.entrySet().stream()
                        .map(stream -> stream.getKey() + " " + stream.getValue())
                        .collect(Collectors.joining(", "));
        boolean dead = states.values().stream().anyMatch(DEAD::contains);
        return (dead && alone ? Health.down() : Health.up())
                .withDetail("state", state)
                .build();
    }
}
