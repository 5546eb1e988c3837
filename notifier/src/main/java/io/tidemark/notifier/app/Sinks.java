package io.tidemark.notifier.app;

import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.AlertmanagerMessages;
import io.tidemark.notifier.message.SlackMessages;
import io.tidemark.notifier.message.WebhookMessages;
import io.tidemark.notifier.sink.Alertmanager;
import io.tidemark.notifier.sink.Http;
import io.tidemark.notifier.sink.JsonWebhook;
import io.tidemark.notifier.sink.SlackBot;
import io.tidemark.notifier.sink.SlackWebhook;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The sinks that a configuration names.
public final class Sinks {
    private static final String ALERTS_PATH = "/api/v2/alerts";

    private Sinks() {}

    /// Names of all kinds of sinks.
    public static List<String> names() {
        return List.of(SlackWebhook.NAME, "webhook", "alertmanager");
    }

    /// Makes them.
    ///
    /// @param firstMessages receipt of a thread's first message in Slack
    public static List<Sink> of(
            NotifierConfig config, Http http, Clock clock, Function<String, Optional<String>> firstMessages) {
        List<Sink> sinks = new ArrayList<>();
        slack(config, http, firstMessages).ifPresent(sinks::add);
        config.webhook()
                .ifPresent(receiver -> sinks.add(new JsonWebhook(
                        receiver.address(), receiver.authorization(), new WebhookMessages(config.links()), http)));
        config.alertmanager()
                .ifPresent(base -> sinks.add(
                        new Alertmanager(alerts(base), new AlertmanagerMessages(config.links()), http, clock)));
        return sinks;
    }

    /// The sink of this name, which the configuration has to have.
    static Sink named(
            String name,
            NotifierConfig config,
            Http http,
            Clock clock,
            Function<String, Optional<String>> firstMessages) {
        return of(config, http, clock, firstMessages).stream()
                .filter(sink -> sink.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Found no sink " + name + " in " + config + "."));
    }

    private static Optional<Sink> slack(
            NotifierConfig config, Http http, Function<String, Optional<String>> firstMessages) {
        SlackMessages messages = new SlackMessages(config.links());
        if (config.slackBot().isPresent()) {
            NotifierConfig.Bot bot = config.slackBot().get();
            return Optional.of(new SlackBot(
                    new SlackBot.Config(bot.api(), bot.token(), bot.channel()), messages, http, firstMessages));
        }
        return config.slackWebhook().map(address -> new SlackWebhook(address, messages, http));
    }

    private static URI alerts(URI base) {
        String text = base.toString();
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(trimmed.endsWith(ALERTS_PATH) ? trimmed : trimmed + ALERTS_PATH);
    }
}
