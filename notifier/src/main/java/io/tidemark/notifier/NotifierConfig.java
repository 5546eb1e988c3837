package io.tidemark.notifier;

import io.tidemark.event.Severity;
import io.tidemark.notifier.delivery.DeliveryRules;
import io.tidemark.notifier.message.Links;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How the notifier works. Addresses and tokens are secrets: [#toString] has none.
///
/// @param slackWebhook address of an incoming webhook of Slack
/// @param slackBot how a bot reaches Slack; wins over the webhook, because it knows threads
/// @param webhook a receiver of our own JSON
/// @param alertmanager base address of an Alertmanager
/// @param links where messages point to
/// @param minSeverity alerts below it are not told
/// @param timeline true: promotions, rollbacks, rollout stages, verdicts and refusals are told as well
/// @param timeout how long an answer is waited for
/// @param rules how sinks are treated
public record NotifierConfig(
        Optional<URI> slackWebhook,
        Optional<Bot> slackBot,
        Optional<Receiver> webhook,
        Optional<URI> alertmanager,
        Links links,
        Severity minSeverity,
        boolean timeline,
        Duration timeout,
        DeliveryRules rules) {
    /// Slack's own API.
    public static final String SLACK_API = "https://slack.com/api/";

    /// Nobody is told.
    public static final NotifierConfig DEFAULT = new NotifierConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Links.NONE,
            Severity.LOW,
            true,
            Duration.ofSeconds(10),
            DeliveryRules.DEFAULT);

    public NotifierConfig {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("Found the timeout " + timeout + ", expected 1 ms or more.");
        }
    }

    /// A bot of Slack.
    ///
    /// @param api address of Slack's API, ending with a slash
    /// @param token its token, a secret
    /// @param channel id or name of the channel
    public record Bot(URI api, String token, String channel) {
        public Bot {
            checkHeader("token of the bot", token);
        }

        @Override
        public String toString() {
            return "Bot[" + channel + ", token ***]";
        }
    }

    /// A receiver of our own JSON.
    ///
    /// @param authorization value of the header `Authorization`, a secret; empty: none
    public record Receiver(URI address, String authorization) {
        public Receiver {
            checkHeader("authorization of the webhook", authorization);
        }

        @Override
        public String toString() {
            return "Receiver[" + address.getHost() + "]";
        }
    }

    /// Reads an address, which is not repeated in the error: it may be a secret.
    ///
    /// @param setting name of the setting
    /// @param text the address; blank: none
    public static Optional<URI> address(String setting, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Optional<URI> address = parsed(text.strip()).filter(NotifierConfig::isHttp);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("Found something in " + setting
                    + " that is no address, expected http://host/... or https://host/... (not shown: it may be a"
                    + " secret).");
        }
        return address;
    }

    /// What a header cannot carry would end up in an error of the HTTP client, secret and all.
    private static void checkHeader(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Found the character U+%04X as number %d of the %s, expected only printable ASCII characters"
                                + " (not shown: it is a secret). Was it copied with a line break or a typographic"
                                + " quote?",
                        (int) value.charAt(i),
                        i + 1,
                        what));
            }
        }
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isHttp(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return address.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
    }

    @Override
    public String toString() {
        return "NotifierConfig[slack "
                + (slackBot.isPresent() ? "by bot" : slackWebhook.isPresent() ? "by webhook" : "off")
                + ", webhook " + (webhook.isPresent() ? "on" : "off")
                + ", alertmanager " + (alertmanager.isPresent() ? "on" : "off") + "]";
    }
}
