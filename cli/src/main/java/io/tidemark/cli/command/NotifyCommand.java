package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.app.SettingsReader;
import io.tidemark.notifier.app.Sinks;
import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.AlertmanagerMessages;
import io.tidemark.notifier.message.SlackMessages;
import io.tidemark.notifier.message.WebhookMessages;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.SampleNotice;
import io.tidemark.notifier.sink.JdkHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tries the places that alerts are told to. Needs no Kafka.
@Command(
        name = "notify",
        description = "Try the places that alerts are told to: Slack, a webhook, Alertmanager.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all of them took the message", "1:one of them did not; the line says why"},
        footerHeading = "%nSettings come from the environment and from --set, which wins. Secrets belong into the%n"
                + "environment. Examples:%n",
        footer = {
            "  TIDEMARK_SLACK_WEBHOOK_URL=https://hooks.slack.com/services/... tidemark notify --test",
            "  tidemark notify --test --set tidemark.notifier.alertmanager-url=http://localhost:9093",
            "  tidemark notify --dry-run"
        })
public final class NotifyCommand implements Callable<Integer> {
    private static final Duration SHOWN_FOR = Duration.ofMinutes(5);

    @ArgGroup(multiplicity = "1")
    private Way way = new Way();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        NotifierConfig config = config();
        AlertNotice sample = SampleNotice.at(Clock.systemUTC().instant());
        if (way.test) {
            return send(config, sample);
        }
        return way.dryRun ? print(config, sample) : ExitCode.USAGE;
    }

    private NotifierConfig config() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UserError("Found --set " + setting + ", expected KEY=VALUE.", ExitCode.USAGE);
            }
            given.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try {
            return SettingsReader.read(given);
        } catch (RuntimeException e) {
            Throwable cause = e;
            for (Throwable next = e.getCause(); next != null; next = next.getCause()) {
                cause = next;
            }
            throw new UserError(String.valueOf(cause.getMessage()), ExitCode.USAGE);
        }
    }

    private static int print(NotifierConfig config, AlertNotice sample) {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        bodies.put("slack", new SlackMessages(config.links()).of(sample));
        bodies.put("webhook", new WebhookMessages(config.links()).of(List.of(sample)));
        bodies.put(
                "alertmanager",
                new AlertmanagerMessages(config.links())
                        .of(List.of(sample.alert()), sample.time().plus(SHOWN_FOR)));
        Terminal terminal = Terminal.system();
        bodies.forEach((sink, body) -> {
            terminal.line(terminal.paint(Paint.STRONG, sink));
            terminal.line(body.toPrettyString());
        });
        return ExitCode.OK;
    }

    private static int send(NotifierConfig config, AlertNotice sample) {
        Terminal terminal = Terminal.system();
        try (JdkHttp http = new JdkHttp(config.timeout(), Clock.systemUTC())) {
            List<Sink> sinks = Sinks.of(config, http, Clock.systemUTC(), thread -> Optional.empty());
            if (sinks.isEmpty()) {
                throw new UserError(
                        "Found no place to tell, expected one of TIDEMARK_SLACK_WEBHOOK_URL, TIDEMARK_SLACK_BOT_TOKEN,"
                                + " TIDEMARK_NOTIFIER_WEBHOOK_URL, TIDEMARK_NOTIFIER_ALERTMANAGER_URL.",
                        ExitCode.USAGE);
            }
            boolean all = true;
            for (Sink sink : sinks) {
                Optional<String> trouble = trouble(sink.tell(new Parcel.Single(sample)));
                terminal.line("  "
                        + trouble.map(why -> terminal.paint(Paint.BAD, "✗ ") + sink.name() + ": " + Terminal.plain(why))
                                .orElse(terminal.paint(Paint.GOOD, "✓ ") + sink.name() + " has the message"));
                all &= trouble.isEmpty();
            }
            return all ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static Optional<String> trouble(Answer answer) {
        return switch (answer) {
            case Answer.Delivered ignored -> Optional.empty();
            case Answer.Later later -> Optional.of(later.why() + "; the notifier would try again");
            case Answer.Never never -> Optional.of(never.why());
        };
    }

    /// Send or show.
    static final class Way {
        @Option(names = "--test", required = true, description = "Send a message that says it is a test.")
        private boolean test;

        @Option(
                names = "--dry-run",
                required = true,
                description = "Print what would be sent, in each form; send nothing.")
        private boolean dryRun;
    }
}
