package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.PredictionRequest;
import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictionRequestReaderTest {
    private static final Schema SCHEMA = RecordSchemas.published("PredictionRequest");
    private static final long SEED = 5;

    private final PredictionRequestReader reader = new PredictionRequestReader();
    private final AvroSerializer<PredictionRequest> serializer =
            new AvroSerializer<>(new InMemorySchemaRegistry(), true);

    @Test
    void itReadsWhatAvroReads() throws IOException {
        for (int variant = 0; variant < 60; variant++) {
            byte[] bytes = Samples.encode(Samples.generic(SCHEMA, variant));
            assertThat(Samples.generic(byHand(bytes), SCHEMA)).isEqualTo(Samples.generic(byAvro(bytes), SCHEMA));
        }
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            PredictionRequest request = random(random);
            byte[] bytes = Objects.requireNonNull(serializer.serialize("prediction-requests", request));
            BoundedDecoder decoder = new BoundedDecoder();
            decoder.reset(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES);

            assertThat(reader.read(null, decoder))
                    .as("request %s of seed %s", i, SEED)
                    .isEqualTo(request);
            assertThat(decoder.remaining()).isZero();
        }
    }

    @Test
    void thePublishedSchemaIsReadAndAnyOtherIsNot() {
        assertThat(PredictionRequestReader.reads(SCHEMA)).isTrue();
        assertThat(PredictionRequestReader.reads(RecordSchemas.published("Prediction")))
                .isFalse();
        assertThatThrownBy(() -> reader.setSchema(RecordSchemas.published("Prediction")))
                .hasMessageContaining("Found the schema io.tidemark.event.Prediction");
    }

    @Test
    void damagedBytesAreAnErrorLikeAvros() throws IOException {
        Random random = new Random(SEED);
        byte[] sound = Samples.encode(Samples.generic(SCHEMA, 3));
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = sound.clone();
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            BoundedDecoder decoder = new BoundedDecoder();
            decoder.reset(bytes, 0, random.nextInt(bytes.length + 1));
            try {
                assertThat(reader.read(null, decoder)).isNotNull();
            } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    private static PredictionRequest byAvro(byte[] bytes) throws IOException {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0, bytes.length);
        return new SpecificDatumReader<PredictionRequest>(
                        SCHEMA, PredictionRequest.getClassSchema(), SpecificData.getForClass(PredictionRequest.class))
                .read(null, decoder);
    }

    private PredictionRequest byHand(byte[] bytes) throws IOException {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0, bytes.length);
        PredictionRequest read = reader.read(null, decoder);
        assertThat(decoder.remaining()).isZero();
        return read;
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
            case 3 -> random.nextDouble();
            default -> name(random);
        };
    }
}
