package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tidemark.event.GroundTruth;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenericDecoderTest {
    private static final KafkaSettings SETTINGS =
            new KafkaSettings("nowhere:1", "", Map.of(RegistrySettings.URL, "mock://generic-decoder"));

    private final GenericDecoder decoder =
            new GenericDecoder(SchemaRegistry.open(RegistrySettings.from(SETTINGS.properties())));
    private final byte[] label = label();

    @Test
    void aRecordIsJsonBySchema() {
        assertThat(decoder.decode(label).toString())
                .isEqualTo("{\"request_id\":\"r\",\"model\":null,\"label\":1.5,"
                        + "\"event_time\":\"1970-01-01T00:00:01Z\",\"revision\":0}");
    }

    /// Topics that are not ours hold plain values too: one of them must not end `watch`.
    @Test
    void aValueThatIsNoRecordIsJsonToo() {
        int id = SchemaRegistry.open(RegistrySettings.from(SETTINGS.properties()))
                .register("names-value", Schema.create(Schema.Type.STRING));
        byte[] hello = {0, 0, 0, 0, (byte) id, 4, 'h', 'i'};

        assertThat(decoder.decode(hello)).isEqualTo(TextNode.valueOf("hi"));
    }

    /// The label's union index stands after the header, the id (length and one byte) and the model's index.
    @ParameterizedTest
    @ValueSource(bytes = {10, 126, -1, 9})
    void aUnionIndexOutsideTheSchemaIsADamagedRecordAndNoCrash(byte index) {
        label[5 + 2 + 1] = index;

        assertThatThrownBy(() -> decoder.decode(label)).isInstanceOf(MalformedRecordException.class);
    }

    private static byte[] label() {
        Topic<GroundTruth> topic = new TopicBinding(SETTINGS).of(Topics.GROUND_TRUTH);
        return topic.values()
                .serializer()
                .serialize(
                        topic.name(),
                        GroundTruth.newBuilder()
                                .setRequestId("r")
                                .setLabel(1.5)
                                .setEventTime(Instant.ofEpochSecond(1))
                                .build());
    }
}
