package io.tidemark.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// What to start as a child, and how to see that it is ready.
///
/// @param name broker or schema-registry
/// @param command words of the command line
/// @param archive of its JVM
/// @param log file of all it says
/// @param data directory of what it keeps
/// @param home of the stack that it belongs to
/// @param readiness asked again and again while the child starts; answers soon
record ChildSpec(
        String name,
        List<String> command,
        ClassArchive archive,
        Path log,
        Path data,
        StackHome home,
        Supplier<Readiness> readiness) {}
