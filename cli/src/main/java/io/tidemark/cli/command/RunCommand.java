package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Service;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.streamkit.app.ServiceLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one service, or several in one process, against any Kafka.
@Command(
        name = "run",
        description = "Run one or several services against any Kafka, in this process.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nSettings come from --config, from the environment (TIDEMARK_KAFKA_BOOTSTRAP_SERVERS sets%n"
                + "tidemark.kafka.bootstrap-servers) and from --set, which wins. Secrets belong into the environment%n"
                + "or into files. Examples:%n",
        footer = {
            "  tidemark run scoring-stream --config scoring.yaml",
            "  tidemark run scoring-stream drift-monitor --set tidemark.kafka.bootstrap-servers=kafka:9092",
        })
public final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "SERVICE",
            completionCandidates = ServiceNames.class,
            description = "Some of: ${COMPLETION-CANDIDATES}.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML or properties.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Class<?>[] configurations = Service.configurations(
                services.stream().map(RunCommand::service).toList());
        Logs.toConsole();
        CountDownLatch closed = new CountDownLatch(1);
        ConfigurableApplicationContext context = ServiceLauncher.start(configurations, Map.of(), arguments());
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                closed.countDown();
            }
        });
        closed.await();
        return ExitCode.OK;
    }

    private static Service service(String name) {
        return Service.find(name)
                .orElseThrow(() -> new UserError(
                        "Found the service '" + name + "', expected one of " + String.join(", ", Service.names()) + ".",
                        ExitCode.USAGE));
    }

    private String[] arguments() {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            if (!Files.isRegularFile(config)) {
                throw new UserError("Found no file " + config + ", expected the settings of --config.", ExitCode.USAGE);
            }
            arguments.add("--spring.config.additional-location=" + config.toUri());
        }
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new UserError("Found --set " + setting + ", expected KEY=VALUE.", ExitCode.USAGE);
            }
            arguments.add("--" + setting);
        }
        return arguments.toArray(String[]::new);
    }

    /// For help and completion.
    static final class ServiceNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Service.names().iterator();
        }
    }
}
