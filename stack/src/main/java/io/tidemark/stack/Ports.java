package io.tidemark.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/// The loopback ports of one stack.
///
/// @param broker for Kafka clients
/// @param controller for the broker's own controller
/// @param registry of the schema registry
record Ports(int broker, int controller, int registry) {
    static final String HOST = "127.0.0.1";

    /// The ports asked for, and free ones for the others. All three are held until all are known, so they differ.
    ///
    /// @throws StackException when a port asked for is taken
    static Ports choose(OptionalInt broker, OptionalInt registry) {
        try (ServerSocket brokerSocket = bind("broker", broker);
                ServerSocket registrySocket = bind("schema registry", registry);
                ServerSocket controllerSocket = bind("controller", OptionalInt.empty())) {
            return new Ports(
                    brokerSocket.getLocalPort(), controllerSocket.getLocalPort(), registrySocket.getLocalPort());
        } catch (IOException e) {
            throw new StackException("No loopback port can be opened: " + e, e);
        }
    }

    private static ServerSocket bind(String purpose, OptionalInt wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), wanted.orElse(0)));
            return socket;
        } catch (IOException e) {
            socket.close();
            if (wanted.isEmpty()) {
                throw e;
            }
            throw taken(purpose, wanted.getAsInt(), e);
        }
    }

    private static StackException taken(String purpose, int port, IOException cause) {
        String owner = PortOwner.of(port).map(process -> " by " + process).orElse("");
        return new StackException(
                "Found port " + port + " for the " + purpose + " taken" + owner + " (" + cause.getMessage()
                        + "), expected it free: stop that program, or choose another port.",
                cause);
    }
}
