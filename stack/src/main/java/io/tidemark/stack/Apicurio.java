package io.tidemark.stack;

import java.nio.file.Path;
import java.util.List;

/// Apicurio Registry with its schemas in an H2 database file.
final class Apicurio {
    private static final String MAIN = "io.tidemark.stack.child.RegistryMain";
    private static final String HEAP = "256m";

    private Apicurio() {}

    static ChildSpec spec(StackRuntime runtime, StackHome home, Ports ports) {
        List<Path> classPath = runtime.registryClassPath();
        ClassArchive archive = ClassArchive.of("schema-registry", classPath, runtime, home);
        List<String> command = new JavaCommand(HEAP)
                .option(archive.option())
                // A registry answers few calls: quick compilation and a plain collector start faster and take less.
                .option("-XX:TieredStopAtLevel=1")
                .option("-XX:+UseSerialGC")
                .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .property("quarkus.http.host", Ports.HOST)
                .property("quarkus.http.port", ports.registry())
                .property("quarkus.management.host", Ports.HOST)
                .property("quarkus.management.port", 0)
                .property("quarkus.banner.enabled", false)
                .property("quarkus.log.console.format", "%d{yyyy-MM-dd HH:mm:ss,SSS} %p [%c{1.}] %s%e%n")
                .property("quarkus.log.level", "WARN")
                .property("quarkus.log.category.\"io.apicurio\".level", "WARN")
                .property("quarkus.log.category.\"io.quarkus.config\".level", "ERROR")
                .property("quarkus.log.category.\"io.quarkus.http.access-log\".level", "OFF")
                .property("apicurio.storage.kind", "sql")
                .property("apicurio.storage.sql.kind", "h2")
                .property("apicurio.datasource.url", database(home))
                .property("apicurio.datasource.jdbc.initial-size", 1)
                .property("apicurio.datasource.jdbc.min-size", 1)
                .property("apicurio.datasource.jdbc.max-size", 10)
                .property("apicurio.storage.connection.retry.enabled", false)
                .run(classPath, MAIN, List.of());
        Path log = home.logs().resolve("schema-registry.log");
        return new ChildSpec(
                "schema-registry", command, archive, log, home.registry(), home, new RegistryProbe(url(ports)));
    }

    /// Base address for clients of Confluent's REST interface.
    static String url(Ports ports) {
        return "http://" + Ports.HOST + ":" + ports.registry() + "/apis/ccompat/v7";
    }

    /// Each commit goes to the file before it is answered: an id that was given must not be given again after a kill.
    private static String database(StackHome home) {
        return "jdbc:h2:file:" + home.registry().resolve("registry") + ";WRITE_DELAY=0";
    }
}
