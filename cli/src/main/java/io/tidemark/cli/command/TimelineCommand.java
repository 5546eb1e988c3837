package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.audit.Swap;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says who changed what serves, when and why, and what the scorers made of it.
@Command(
        name = "timeline",
        description = "Who changed what serves, when and why, and how long the scorers took to follow.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark timeline housing",
            "  tidemark timeline housing --last 100",
            "  tidemark timeline housing --json | jq '.[] | select(.what == \"rollback\")'"
        })
public final class TimelineCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show the last N entries (default: 20).")
    private int last = 20;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        if (last < 1) {
            throw new UserError("Found --last " + last + ", expected 1 or more.");
        }
        KafkaSettings settings = connection.settings();
        TimelineState timeline =
                TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE));
        List<TimelineEntry> facts = timeline.of(model);
        if (facts.isEmpty()) {
            throw new UserError("Found no model '" + model + "' on the timeline, expected one of "
                    + String.join(", ", timeline.models()) + ".");
        }
        Map<String, Swap> swaps = Swap.of(facts).stream()
                .collect(Collectors.toMap(swap -> swap.activation().event().getEventId(), Function.identity()));
        TimelineView view = new TimelineView(Terminal.system(), swaps);
        List<TimelineEntry> causes =
                facts.stream().filter(TimelineView::isCause).toList();
        List<TimelineEntry> shown = causes.subList(Math.max(0, causes.size() - last), causes.size());
        if (json) {
            Terminal.system().line(TimelineJson.of(shown, swaps).toPrettyString());
        } else {
            shown.forEach(view::print);
        }
        return ExitCode.OK;
    }
}
