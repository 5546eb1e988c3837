package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.status.Status;
import io.tidemark.cli.status.StatusReader;
import io.tidemark.cli.status.StatusView;
import io.tidemark.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Is it fine?
@Command(
        name = "status",
        description = "Is it fine? Processes, rates, lag, serving version, live quality, drift, alerts.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is fine", "4:something is not", "1:no stack runs, or Kafka does not answer"},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark status", "  tidemark status --json | jq .problems"})
public final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Status status = new StatusReader(connection.home().home(), connection.settings()).read();
        if (json) {
            Terminal.system().line(JSON.writeValueAsString(status));
        } else {
            new StatusView(Terminal.system()).print(status);
        }
        return status.problems().isEmpty() ? ExitCode.OK : ExitCode.NOT_FINE;
    }
}
