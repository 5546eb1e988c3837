package io.tidemark.streamkit.app;

import io.tidemark.streamkit.runtime.StreamsRuntime;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Starts and stops a service with its application context, and tells how its stream is.
public final class ServiceLifecycle implements SmartLifecycle, HealthIndicator {
    private final StreamsRuntime runtime;
    private final Runnable start;
    private final Runnable stop;
    private volatile boolean running;

    /// @param start starts the whole service, the runtime included
    /// @param stop stops it
    public ServiceLifecycle(StreamsRuntime runtime, Runnable start, Runnable stop) {
        this.runtime = runtime;
        this.start = start;
        this.stop = stop;
    }

    @Override
    public void start() {
        start.run();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        stop.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        KafkaStreams.State state = runtime.state();
        Health.Builder health = switch (state) {
            case RUNNING -> Health.up();
            case CREATED, REBALANCING -> Health.outOfService();
            case PENDING_SHUTDOWN, PENDING_ERROR, NOT_RUNNING, ERROR -> Health.down();
        };
        return health.withDetail("state", state.name()).build();
    }
}
