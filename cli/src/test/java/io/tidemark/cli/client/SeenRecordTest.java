package io.tidemark.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tidemark.cli.terminal.Terminal;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SeenRecordTest {
    @Test
    void controlCharactersOfKeyAndValueAreShownNotObeyed() {
        SeenRecord seen = new SeenRecord(
                new ConsumerRecord<>("topic", 1, 7, "\u001b[31mkey".getBytes(UTF_8), new byte[0]),
                TextNode.valueOf("\u001b[31mvalue \u009b2J"));

        assertThat(seen.toLine(Terminal.silent()))
                .contains("1@7", "\\u001b[31mkey", "value \\u009b2J")
                .doesNotContain("\u001b", "\u009b");
    }
}
