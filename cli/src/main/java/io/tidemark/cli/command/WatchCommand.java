package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.TopicWatcher;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a topic, decoded.
@Command(
        name = "watch",
        description = "Show the records of a topic as they come, decoded.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark watch predictions                      with the reasons, where they were asked for",
            "  tidemark watch alerts --from-beginning --json | jq .value.title",
            "  tidemark watch outcomes --max 10"
        })
public final class WatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "Name of a topic, without the prefix when it is in the catalogue.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Begin with the oldest record instead of the next one.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", defaultValue = "0", description = "Stop after N records.")
    private long max;

    @Option(names = "--until-end", description = "Stop at the end of the topic as it is now.")
    private boolean untilEnd;

    @Option(names = "--uncommitted", description = "Show records of open and aborted transactions too.")
    private boolean uncommitted;

    @Option(names = "--json", description = "One JSON object a record: coordinates, key, headers, value.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.system();
        new TopicWatcher(connection.settings(), topic, fromBeginning, untilEnd, uncommitted)
                .watch(max, seen -> terminal.line(json ? seen.toJson().toString() : seen.toLines(terminal)));
        return ExitCode.OK;
    }
}
