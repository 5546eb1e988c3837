package io.tidemark.notifier.sink;

import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.SlackMessages;
import io.tidemark.notifier.notice.Notice;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Slack by incoming webhook: each notice a message of its own; a webhook knows no threads.
public final class SlackWebhook implements Sink {
    /// Name of the sink, whichever way Slack is reached.
    public static final String NAME = "slack";

    private final URI address;
    private final SlackMessages messages;
    private final Http http;

    /// @param address the webhook's address, a secret
    public SlackWebhook(URI address, SlackMessages messages, Http http) {
        this.address = address;
        this.messages = messages;
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean wants(Notice notice) {
        return true;
    }

    @Override
    public Answer tell(Parcel parcel) {
        Post post = new Post(
                address,
                Map.of(),
                switch (parcel) {
                    case Parcel.Single single -> messages.of(single.notice());
                    case Parcel.Summary summary -> messages.summary(summary.notices());
                });
        return http.post(post).orFailure("Slack", status -> new Answer.Delivered(Optional.empty()));
    }
}
