package io.tidemark.notifier.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostTest {
    private final Post post = new Post(
            URI.create("https://hooks.example/services/T0123456789/B%20verysecret?key=abcdefgh"),
            Map.of("Authorization", "Bearer xoxb-1234567890"),
            JsonNodeFactory.instance.objectNode());

    @Test
    void whatAServerRepeatsOfAddressAndHeadersIsHidden() {
        assertThat(post.withoutSecrets("<pre>Cannot POST /services/T0123456789/B%20verysecret</pre>"))
                .isEqualTo("<pre>Cannot POST ***</pre>");
        assertThat(post.withoutSecrets("no hook T0123456789, token xoxb-1234567890, query key=abcdefgh"))
                .isEqualTo("no hook ***, token ***, query ***");
        assertThat(post.withoutSecrets("{\"ok\": true}")).isEqualTo("{\"ok\": true}");
    }
}
