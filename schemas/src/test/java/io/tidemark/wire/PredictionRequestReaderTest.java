package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.schema.Samples;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictionRequestReaderTest {
    private static final long SEED = 5;

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerializer<PredictionRequest> serializer = new AvroSerializer<>(registry, true);
    private final PredictionRequestReader reader = new PredictionRequestReader();

    @Test
    void requestsAreReadAsAvroReadsThem() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            PredictionRequest request = random(random);
            byte[] bytes = bytes(request);

            PredictionRequest found = reader.read(null, decoder(bytes));

            PredictionRequest expected = new SpecificDatumReader<>(PredictionRequest.class).read(null, decoder(bytes));
            assertThat(found).as("request %s of seed %s", i, SEED).isEqualTo(expected);
            assertThat(List.copyOf(found.getFeatures().keySet()))
                    .as("the order, which predictions keep")
                    .isEqualTo(List.copyOf(expected.getFeatures().keySet()));
        }
    }

    @Test
    void eachFieldOfTheSchemaIsRead() throws IOException {
        List<PredictionRequest> samples = Samples.of(PredictionRequest.getClassSchema())
                .map(generic -> Samples.specific(PredictionRequest.class, generic))
                .toList();

        for (PredictionRequest sample : samples) {
            assertThat(reader.read(null, decoder(bytes(sample)))).isEqualTo(sample);
        }
        assertThat(samples).isNotEmpty();
    }

    @Test
    void onlyRequestsOfTheGeneratedSchemaAreReadSo() {
        assertThat(PredictionRequestReader.reads(CleanSchema.of(PredictionRequest.getClassSchema())))
                .as("as registries give it back")
                .isTrue();
        assertThat(PredictionRequestReader.reads(Prediction.getClassSchema())).isFalse();
        assertThatThrownBy(() -> reader.setSchema(Prediction.getClassSchema()))
                .hasMessageContaining("Found the schema io.tidemark.event.Prediction");
    }

    private byte[] bytes(PredictionRequest request) {
        return Objects.requireNonNull(serializer.serialize("prediction-requests", request));
    }

    private static BoundedDecoder decoder(byte[] bytes) {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES);
        return decoder;
    }

    private static PredictionRequest random(Random random) {
        Map<String, @Nullable Object> features = new HashMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            features.put(name(random), value(random));
        }
        return PredictionRequest.newBuilder()
                .setRequestId("request-" + random.nextLong())
                .setModel(name(random))
                .setEntityId(random.nextBoolean() ? null : name(random))
                .setEventTime(Instant.ofEpochMilli(random.nextLong() >> 20))
                .setFeatures(features)
                .setExplain(random.nextBoolean())
                .build();
    }

    /// Few enough to come again, many enough to fall on each other's places; some long, some beyond ASCII.
    private static String name(Random random) {
        String name = "n\u00e4me-" + random.nextInt(3_000);
        return random.nextInt(20) == 0 ? name.repeat(12) : name;
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> random.nextGaussian();
            default -> "text " + random.nextInt();
        };
    }
}
