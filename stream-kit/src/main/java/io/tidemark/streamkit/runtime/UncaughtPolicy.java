package io.tidemark.streamkit.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when a stream thread dies: a new one takes over from the last commit. When threads die too often the
/// client shuts down, and the supervisor outside sees it. A dependency that is down is never counted: it is waited for.
final class UncaughtPolicy implements StreamsUncaughtExceptionHandler {
    private static final int MAX_DEATHS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtPolicy.class);

    private final String application;
    private final Clock clock;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    UncaughtPolicy(String application, Clock clock) {
        this.application = application;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable fault) {
        if (causedByDependency(fault)) {
            LOG.warn("{}: a dependency does not answer; a new stream thread tries again.", application, fault);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Instant now = clock.instant();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(WITHIN))) {
            deaths.removeFirst();
        }
        if (deaths.size() > MAX_DEATHS) {
            LOG.error(
                    "{}: {} stream threads died within {}; shutting down.", application, deaths.size(), WITHIN, fault);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("{}: a stream thread died; a new one takes over.", application, fault);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean causedByDependency(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
