package io.tidemark.bridge.app;

import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Starts and stops the bridge with its application context. A registry that is down is no reason to restart it.
public final class BridgeLifecycle implements SmartLifecycle, HealthIndicator {
    private final Optional<BridgeService> service;
    private volatile boolean running;

    /// @param service empty: the registry is a folder, and there is nothing to bridge
    BridgeLifecycle(Optional<BridgeService> service) {
        this.service = service;
    }

    /// Something may have changed in the registry.
    void hint() {
        service.ifPresent(BridgeService::hint);
    }

    @Override
    public void start() {
        service.ifPresent(BridgeService::start);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        service.ifPresent(BridgeService::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail(
                        "state", service.map(bridge -> bridge.state().name()).orElse("IDLE"))
                .build();
    }
}
