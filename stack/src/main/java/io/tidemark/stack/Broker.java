package io.tidemark.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/// A Kafka broker that is its own controller, for one machine.
final class Broker {
    private static final String MAIN = "io.tidemark.stack.child.BrokerMain";
    private static final String READY = "Kafka Server started";
    private static final String HEAP = "512m";

    /// Partitions of consumer offsets and transaction states. Kafka's 50 each spread them over the brokers of a
    /// cluster; with one broker they only cost files and a slower first join. Four keep its background threads busy.
    private static final int INTERNAL_PARTITIONS = 4;

    /// Largest record batch where a topic does not say: changelogs hold whole requests and predictions.
    private static final int MESSAGE_MAX_BYTES = 8 * 1024 * 1024;

    /// Kafka forgets a group's offsets after a week without members. A laptop may well rest longer, and a forgotten
    /// offset means all records once more.
    private static final int OFFSETS_RETENTION_MINUTES = 10 * 365 * 24 * 60;

    private Broker() {}

    static ChildSpec spec(StackRuntime runtime, StackHome home, Ports ports) {
        Path data = home.broker().resolve("data");
        Path config = home.broker().resolve("server.properties");
        write(properties(data, ports), config);
        List<String> arguments =
                isFresh(data) ? List.of(config.toString(), Uuid.randomUuid().toString()) : List.of(config.toString());
        List<Path> classPath = runtime.brokerClassPath();
        ClassArchive archive = ClassArchive.of("broker", classPath, runtime, home);
        List<String> command = new JavaCommand(HEAP)
                .option(archive.option())
                .property("log4j2.configurationFile", runtime.logging())
                .run(classPath, MAIN, arguments);
        ChildLog log = new ChildLog(home.logs().resolve("broker.log"));
        return new ChildSpec(
                "broker",
                command,
                archive,
                log.file(),
                home.broker(),
                home,
                () -> log.contains(READY) ? Readiness.READY : Readiness.NOT_YET);
    }

    /// True before the first start. A directory with partitions and without its identity is a damaged one: formatting
    /// it would hide that.
    private static boolean isFresh(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return false;
        }
        if (!Files.exists(data)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(data)) {
            return entries.noneMatch(Files::isDirectory);
        } catch (IOException e) {
            throw new StackException("The log directory " + data + " cannot be read: " + e, e);
        }
    }

    private static Properties properties(Path data, Ports ports) {
        String controller = Ports.HOST + ":" + ports.controller();
        String clients = "PLAINTEXT://" + Ports.HOST + ":" + ports.broker();
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("listeners", clients + ",CONTROLLER://" + controller);
        properties.setProperty("advertised.listeners", clients);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("controller.quorum.voters", "1@" + controller);
        properties.setProperty("log.dirs", data.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        // After a kill the controller lets the broker in again only when its former session has ended: not after nine.
        properties.setProperty("broker.session.timeout.ms", "4000");
        properties.setProperty("broker.heartbeat.interval.ms", "1000");
        properties.setProperty("message.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));
        properties.setProperty("replica.fetch.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));

        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("offsets.topic.num.partitions", Integer.toString(INTERNAL_PARTITIONS));
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.retention.minutes", Integer.toString(OFFSETS_RETENTION_MINUTES));

        properties.setProperty("transaction.state.log.num.partitions", Integer.toString(INTERNAL_PARTITIONS));
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        // Readers wait for the end of a killed writer's transaction: look for such ones each second, not every ten.
        properties.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

        // A quarter of Kafka's 128 MiB: a quarter of the heap is too much for the few keys of one machine.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(32 * 1024 * 1024));
        return properties;
    }

    private static void write(Properties properties, Path file) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "Written at each start of the stack.");
        } catch (IOException e) {
            throw new StackException("The broker's configuration " + file + " cannot be written: " + e, e);
        }
    }
}
