package io.tidemark.notifier.app;

import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.NotifierConfig.Bot;
import java.net.URI;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.slack.*`; from the environment, for example `TIDEMARK_SLACK_WEBHOOK_URL`.
///
/// @param webhookUrl address of an incoming webhook, a secret
/// @param botToken token of a bot, a secret; with it later steps of an alert answer the first in a thread
/// @param channel id or name of the bot's channel
/// @param apiUrl address of Slack's API
@ConfigurationProperties(prefix = "tidemark.slack", ignoreUnknownFields = false)
public record SlackProperties(
        @DefaultValue("") String webhookUrl,
        @DefaultValue("") String botToken,
        @DefaultValue("") String channel,
        @DefaultValue(NotifierConfig.SLACK_API) String apiUrl) {

    Optional<URI> webhook() {
        return NotifierConfig.address("tidemark.slack.webhook-url", webhookUrl);
    }

    Optional<Bot> bot() {
        if (botToken.isBlank()) {
            return Optional.empty();
        }
        if (channel.isBlank()) {
            throw new IllegalArgumentException("Found a tidemark.slack.bot-token without tidemark.slack.channel,"
                    + " expected the id of the channel that the bot writes to.");
        }
        String base = apiUrl.endsWith("/") ? apiUrl : apiUrl + "/";
        return NotifierConfig.address("tidemark.slack.api-url", base)
                .map(api -> new Bot(api, botToken.strip(), channel.strip()));
    }

    /// With secrets masked.
    @Override
    public String toString() {
        return "SlackProperties[webhookUrl=" + masked(webhookUrl) + ", botToken=" + masked(botToken) + ", channel="
                + channel + ", apiUrl=" + apiUrl + "]";
    }

    private static String masked(String secret) {
        return secret.isEmpty() ? "" : "***";
    }
}
