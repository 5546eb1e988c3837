package io.tidemark.stack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The command line of a child JVM.
final class JavaCommand {
    /// The terminal sends Ctrl-C to all processes at once. The children leave it to the parent, which still needs them
    /// while its services close; a JVM keeps ignoring a signal that was ignored when it started.
    private static final List<String> WITHOUT_CTRL_C = List.of("sh", "-c", "trap '' INT; exec \"$0\" \"$@\"");

    private final List<String> words = new ArrayList<>();

    /// @param heap largest heap, as in -Xmx
    JavaCommand(String heap) {
        if (!windows()) {
            words.addAll(WITHOUT_CTRL_C);
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + heap);
        words.add("-XX:+ExitOnOutOfMemoryError");
        // The JVM calls it an error that an archive cannot hold modules opened by an option; it starts all the same.
        words.add("-Xlog:cds=off,aot=off");
        words.add("--enable-native-access=ALL-UNNAMED");
        words.add("--sun-misc-unsafe-memory-access=allow");
    }

    JavaCommand option(String option) {
        words.add(option);
        return this;
    }

    JavaCommand property(String name, Object value) {
        return option("-D" + name + "=" + value);
    }

    List<String> run(List<Path> classPath, String mainClass, List<String> arguments) {
        words.add("-cp");
        words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(mainClass);
        words.addAll(arguments);
        return List.copyOf(words);
    }

    private static boolean windows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
