package io.tidemark.notifier.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.SlackMessages;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.Notice;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Slack by bot token: an alert's later steps answer its first message in a thread, and the first message is updated to
/// say how the alert stands.
///
/// Updating comes first and may be repeated without harm; the answer in the thread is what counts as told.
public final class SlackBot implements Sink {
    /// Errors of Slack's API that pass; all others need somebody to do something.
    private static final Set<String> PASSING = Set.of(
            "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Config config;
    private final SlackMessages messages;
    private final Http http;
    private final Function<String, Optional<String>> firstMessages;

    /// @param firstMessages receipt of a thread's first message
    public SlackBot(
            Config config, SlackMessages messages, Http http, Function<String, Optional<String>> firstMessages) {
        this.config = config;
        this.messages = messages;
        this.http = http;
        this.firstMessages = firstMessages;
    }

    @Override
    public String name() {
        return SlackWebhook.NAME;
    }

    @Override
    public boolean wants(Notice notice) {
        return true;
    }

    @Override
    public Answer tell(Parcel parcel) {
        return switch (parcel) {
            case Parcel.Summary summary -> post(messages.summary(summary.notices()), Optional.empty(), false);
            case Parcel.Single single -> single(single.notice());
        };
    }

    private Answer single(Notice notice) {
        ObjectNode message = messages.of(notice);
        Optional<Receipt> first = firstMessages.apply(notice.thread()).flatMap(Receipt::parse);
        if (first.isEmpty() || !(notice instanceof AlertNotice)) {
            return post(message, Optional.empty(), false);
        }
        Answer updated = call(
                "chat.update",
                message.deepCopy()
                        .put("channel", first.get().channel())
                        .put("ts", first.get().ts()));
        // A first message that was deleted, or is too old to be changed, is no reason not to tell.
        return updated instanceof Answer.Later later ? later : post(message, first, !notice.resolves());
    }

    private Answer post(ObjectNode message, Optional<Receipt> thread, boolean broadcast) {
        ObjectNode call = message.deepCopy().put("channel", config.channel());
        thread.ifPresent(first -> call.put("channel", first.channel())
                .put("thread_ts", first.ts())
                .put("reply_broadcast", broadcast));
        return call("chat.postMessage", call);
    }

    private Answer call(String method, ObjectNode body) {
        Post post = new Post(config.api().resolve(method), Map.of("Authorization", "Bearer " + config.token()), body);
        return http.post(post).orFailure("Slack", status -> understood(method, status));
    }

    /// Slack says 200 to nearly everything; `ok` tells.
    private static Answer understood(String method, Reply.Status status) {
        JsonNode json;
        try {
            json = JSON.readTree(status.body());
        } catch (JsonProcessingException e) {
            return new Answer.Later(
                    status.retryAfter(), "Slack answered " + method + " with something that is no JSON");
        }
        if (json == null || !json.path("ok").asBoolean()) {
            String error = json == null ? "nothing" : json.path("error").asText("unknown");
            String why = "Slack refused " + method + ": " + error;
            return PASSING.contains(error) ? new Answer.Later(status.retryAfter(), why) : new Answer.Never(why);
        }
        return new Answer.Delivered(Optional.of(
                new Receipt(json.path("channel").asText(), json.path("ts").asText()).text()));
    }

    /// How the bot reaches Slack.
    ///
    /// @param api address of the API, ending with a slash
    /// @param token the bot's token, a secret
    /// @param channel id or name of the channel
    public record Config(URI api, String token, String channel) {
        /// Without the token.
        @Override
        public String toString() {
            return "SlackBot.Config[" + channel + "]";
        }
    }

    private record Receipt(String channel, String ts) {
        String text() {
            return channel + "/" + ts;
        }

        static Optional<Receipt> parse(String text) {
            int slash = text.indexOf('/');
            return slash < 1
                    ? Optional.empty()
                    : Optional.of(new Receipt(text.substring(0, slash), text.substring(slash + 1)));
        }
    }
}
