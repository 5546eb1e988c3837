package io.tidemark.notifier.app;

import io.tidemark.event.Severity;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.NotifierConfig.Receiver;
import io.tidemark.notifier.delivery.DeliveryRules;
import io.tidemark.notifier.message.Links;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.notifier.*`. Nobody is told unless an address is given here or below `tidemark.slack`.
///
/// @param webhookUrl address of a receiver of our own JSON, a secret
/// @param webhookAuthorization value of the header `Authorization` for it, a secret
/// @param alertmanagerUrl base address of an Alertmanager
/// @param docsUrl address of the folder `docs/` as people reach it, for links to the runbook
/// @param dashboardUrl address of a dashboard; `{model}` stands for the model's name
/// @param minSeverity alerts below it are not told
/// @param timeline promotions, rollbacks, rollout stages, verdicts and refusals are told as well
/// @param timeout how long an answer is waited for
/// @param gap shortest time from one message to the next
/// @param burst messages of their own within `burstWindow`; what comes beyond is told in summaries
/// @param burstWindow over which they are counted
/// @param gather how long notices are gathered for a summary
/// @param firstBackoff pause after the first failure
/// @param longestBackoff longest pause
/// @param giveUpAfter how long a notice is tried before it is given up
@ConfigurationProperties(prefix = "tidemark.notifier", ignoreUnknownFields = false)
public record NotifierProperties(
        @DefaultValue("") String webhookUrl,
        @DefaultValue("") String webhookAuthorization,
        @DefaultValue("") String alertmanagerUrl,
        @DefaultValue("") String docsUrl,
        @DefaultValue("") String dashboardUrl,
        @DefaultValue("LOW") Severity minSeverity,
        @DefaultValue("true") boolean timeline,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("1s") Duration gap,
        @DefaultValue("10") int burst,
        @DefaultValue("1m") Duration burstWindow,
        @DefaultValue("15s") Duration gather,
        @DefaultValue("1s") Duration firstBackoff,
        @DefaultValue("1m") Duration longestBackoff,
        @DefaultValue("6h") Duration giveUpAfter) {

    NotifierConfig toConfig(SlackProperties slack) {
        return new NotifierConfig(
                slack.webhook(),
                slack.bot(),
                NotifierConfig.address("tidemark.notifier.webhook-url", webhookUrl)
                        .map(address -> new Receiver(address, webhookAuthorization.strip())),
                NotifierConfig.address("tidemark.notifier.alertmanager-url", alertmanagerUrl),
                new Links(docsUrl.strip(), dashboardUrl.strip()),
                minSeverity,
                timeline,
                timeout,
                new DeliveryRules(gap, burst, burstWindow, gather, firstBackoff, longestBackoff, giveUpAfter));
    }

    /// Without addresses, which may be secrets.
    @Override
    public String toString() {
        return "NotifierProperties[minSeverity=" + minSeverity + ", timeline=" + timeline + "]";
    }
}
