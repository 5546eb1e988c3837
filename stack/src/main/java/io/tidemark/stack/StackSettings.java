package io.tidemark.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/// How to start the stack.
///
/// @param home directory of everything that the stack keeps; made when it does not exist
/// @param brokerPort loopback port for Kafka clients; empty: a free one
/// @param registryPort loopback port of the schema registry; empty: a free one
/// @param startTimeout how long both processes together may take to get ready; positive
/// @param minFreeBytes disk space below which the stack does not start, bytes
public record StackSettings(
        Path home, OptionalInt brokerPort, OptionalInt registryPort, Duration startTimeout, long minFreeBytes) {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final long MIN_FREE_BYTES = 512L * 1024 * 1024;

    public StackSettings {
        home = home.toAbsolutePath().normalize();
        requirePort("brokerPort", brokerPort);
        requirePort("registryPort", registryPort);
        if (brokerPort.isPresent() && brokerPort.equals(registryPort)) {
            throw new IllegalArgumentException("Found port " + brokerPort.getAsInt()
                    + " for broker and schema registry, expected two different ones.");
        }
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException("Found startTimeout " + startTimeout + ", expected more than 0.");
        }
    }

    /// The stack of this home on free ports.
    public static StackSettings in(Path home) {
        return new StackSettings(home, OptionalInt.empty(), OptionalInt.empty(), START_TIMEOUT, MIN_FREE_BYTES);
    }

    public StackSettings withPorts(OptionalInt newBrokerPort, OptionalInt newRegistryPort) {
        return new StackSettings(home, newBrokerPort, newRegistryPort, startTimeout, minFreeBytes);
    }

    private static void requirePort(String name, OptionalInt port) {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException(
                    "Found " + name + " " + port.getAsInt() + ", expected a port from 1 to 65535.");
        }
    }
}
