package io.tidemark.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A record as people and programs read it.
///
/// @param source the record
/// @param value its value decoded; a text that says why when it could not be
public record SeenRecord(ConsumerRecord<byte[], byte[]> source, JsonNode value) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.systemDefault());

    /// Coordinates, key, headers and value.
    public ObjectNode toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("topic", source.topic())
                .put("partition", source.partition())
                .put("offset", source.offset())
                .put("timestamp", source.timestamp())
                .put("key", text(source.key()));
        ObjectNode headers = node.putObject("headers");
        source.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        node.set("value", value);
        return node;
    }

    /// One line, and where it is a prediction that says why, the reasons below it; what the record holds of control
    /// characters is shown by its number.
    public String toLines(Terminal terminal) {
        return ShownExplanation.of(value)
                .map(why -> {
                    ObjectNode without = value.deepCopy();
                    without.remove("explanation");
                    return new SeenRecord(source, without).toLine(terminal) + "\n    "
                            + String.join("\n    ", why.lines(terminal));
                })
                .orElseGet(() -> toLine(terminal));
    }

    /// One line; what the record holds of control characters is shown by its number.
    public String toLine(Terminal terminal) {
        return terminal.paint(
                        Paint.HINT,
                        TIME.format(Instant.ofEpochMilli(Math.clamp(source.timestamp(), 0, 253402300799999L))))
                + terminal.paint(Paint.HINT, " " + source.partition() + "@" + source.offset() + " ")
                + terminal.paint(Paint.ACCENT, String.valueOf(text(source.key()))) + " "
                + Terminal.plain(value.toString());
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
