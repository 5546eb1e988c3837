package io.tidemark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out which process listens on a port, for error messages: from Linux's `/proc`, as far as this user may look.
final class PortOwner {
    private static final Path PROC = Path.of("/proc");

    /// Columns of `/proc/net/tcp`, and its code for a listening socket.
    private static final int LOCAL_ADDRESS = 1;

    private static final int SOCKET_STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private PortOwner() {}

    /// The listening process, for example `process 4711 (/usr/bin/java)`; empty when it cannot be told.
    static Optional<String> of(int port) {
        try {
            Optional<String> inode = Stream.of("net/tcp", "net/tcp6")
                    .flatMap(table -> rows(PROC.resolve(table)).stream())
                    .map(row -> row.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE
                            && columns[SOCKET_STATE].equals(LISTENING)
                            && columns[LOCAL_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port)))
                    .map(columns -> columns[INODE])
                    .findFirst();
            return inode.flatMap(number -> ProcessHandle.allProcesses()
                    .filter(process -> holds(process, "socket:[" + number + "]"))
                    .map(PortOwner::describe)
                    .findFirst());
        } catch (UncheckedIOException notOurs) {
            return Optional.empty();
        }
    }

    private static List<String> rows(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean holds(ProcessHandle process, String socket) {
        try (Stream<Path> descriptors =
                Files.list(PROC.resolve(Long.toString(process.pid())).resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> target(descriptor).equals(socket));
        } catch (IOException | UncheckedIOException goneOrForeign) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static String describe(ProcessHandle process) {
        return "process " + process.pid()
                + process.info().command().map(command -> " (" + command + ")").orElse("");
    }
}
