package io.tidemark.stack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the programs of the children lie: `broker/`, `schema-registry/` and `child.jar`, as the build lays them out.
record StackRuntime(Path directory) {
    /// System property that names the directory; without it the build's own is used.
    static final String PROPERTY = "tidemark.runtime.dir";

    /// @throws StackException when there is none, or it is not complete
    static StackRuntime locate() {
        Path directory = Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .orElseGet(StackRuntime::ofTheBuild)
                .toAbsolutePath();
        StackRuntime runtime = new StackRuntime(directory);
        List<Path> missing = Stream.of(
                        runtime.childJar(), runtime.brokerClassPathFile(), runtime.logging(), runtime.registryJar())
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new StackException("Found no " + missing.get(0)
                    + ", expected the programs of broker and schema registry there: build them with"
                    + " 'mvn -pl stack -am process-classes', or name their directory in the system property "
                    + PROPERTY + ".");
        }
        return runtime;
    }

    /// Beside the classes or the jar of this module; the working directory does not matter.
    private static Path ofTheBuild() {
        try {
            Path classes = Path.of(StackRuntime.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("dist");
        } catch (URISyntaxException e) {
            throw new StackException("The classes of the stack lie nowhere on a disk: set " + PROPERTY + ".", e);
        }
    }

    /// Jars of the broker's JVM, in order.
    List<Path> brokerClassPath() {
        try {
            Stream<Path> jars = Stream.of(
                            Files.readString(brokerClassPathFile()).strip().split(":", -1))
                    .map(broker()::resolve);
            return Stream.concat(Stream.of(childJar()), jars).toList();
        } catch (IOException e) {
            throw new StackException("Cannot read " + brokerClassPathFile() + ": " + e.getMessage(), e);
        }
    }

    /// Jars of the registry's JVM; `quarkus-run.jar` names the others itself.
    List<Path> registryClassPath() {
        return List.of(childJar(), registryJar());
    }

    /// Log configuration of the broker.
    Path logging() {
        return broker().resolve("log4j2.properties");
    }

    private Path broker() {
        return directory.resolve("broker");
    }

    private Path brokerClassPathFile() {
        return broker().resolve("classpath");
    }

    private Path registryJar() {
        return directory.resolve("schema-registry").resolve("quarkus-run.jar");
    }

    private Path childJar() {
        return directory.resolve("child.jar");
    }
}
