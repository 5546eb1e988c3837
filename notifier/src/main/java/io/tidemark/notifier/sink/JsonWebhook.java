package io.tidemark.notifier.sink;

import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.message.WebhookMessages;
import io.tidemark.notifier.notice.Notice;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A receiver that takes our own JSON. `Idempotency-Key` is the same when a message is sent again, so that the receiver
/// can tell.
public final class JsonWebhook implements Sink {
    private final URI address;
    private final String authorization;
    private final WebhookMessages messages;
    private final Http http;

    /// @param authorization value of the header `Authorization`, a secret; empty: none is sent
    public JsonWebhook(URI address, String authorization, WebhookMessages messages, Http http) {
        this.address = address;
        this.authorization = authorization;
        this.messages = messages;
        this.http = http;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean wants(Notice notice) {
        return true;
    }

    @Override
    public Answer tell(Parcel parcel) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", key(parcel));
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return http.post(new Post(address, headers, messages.of(parcel.notices())))
                .orFailure("The webhook", status -> new Answer.Delivered(Optional.empty()));
    }

    /// The first notice and how many there are; of characters that a header may have.
    private static String key(Parcel parcel) {
        String id = parcel.notices().getFirst().id() + "+" + (parcel.notices().size() - 1);
        return id.replaceAll("[^\\x21-\\x7e]", "_");
    }
}
