package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Prediction;
import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class PredictionReaderTest {
    private static final Schema SCHEMA = RecordSchemas.published("Prediction");

    private final PredictionReader reader = new PredictionReader();

    private static Prediction byAvro(byte[] bytes) throws IOException {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0, bytes.length);
        Schema own = Prediction.getClassSchema();
        return new SpecificDatumReader<Prediction>(SCHEMA, own, SpecificData.getForClass(Prediction.class))
                .read(null, decoder);
    }

    private Prediction byHand(byte[] bytes) throws IOException {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0, bytes.length);
        Prediction read = reader.read(null, decoder);
        assertThat(decoder.remaining()).isZero();
        return read;
    }

    @Test
    void itReadsWhatAvroReads() throws IOException {
        for (int variant = 0; variant < 60; variant++) {
            GenericRecord sample = Samples.generic(SCHEMA, variant);
            byte[] bytes = Samples.encode(sample);
            assertThat(Samples.generic(byHand(bytes), SCHEMA)).isEqualTo(Samples.generic(byAvro(bytes), SCHEMA));
        }
    }

    @Test
    void thePublishedSchemaIsReadAndAnyOtherIsNot() {
        assertThat(PredictionReader.reads(SCHEMA)).isTrue();
        assertThat(PredictionReader.reads(RecordSchemas.published("PredictionRequest")))
                .isFalse();
        assertThatThrownBy(() -> reader.setSchema(RecordSchemas.published("PredictionRequest")))
                .hasMessageContaining("PredictionRequest");
    }

    /// Damaged bytes are an error of the kinds that become a dead letter, or another record: never anything else.
    @Test
    void damagedBytesAreAnErrorLikeAvros() throws IOException {
        Random random = new Random(1);
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

    @Test
    void textsThatShareAPlaceAreNotMistakenForEachOther() {
        TextPool pool = new TextPool();
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            String text = Integer.toString(random.nextInt(3_000), 36) + (i % 7 == 0 ? "é€" : "");
            byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
            assertThat(pool.text(bytes, 1, bytes.length - 2)).isEqualTo(text);
        }
        byte[] name = "income".getBytes(UTF_8);
        assertThat(pool.text(name, 0, 6)).isSameAs(pool.text(name.clone(), 0, 6));
        assertThat(pool.text(name, 0, 0)).isEmpty();
    }

    /// Names that are numbered, such as those of features, do not push each other out.
    @Test
    void namesThatComeAgainAndAgainAreTheSameStrings() {
        TextPool pool = new TextPool();
        List<String> names = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0 ? "feature_" + i : "x" + i)
                .toList();
        List<String> first = names.stream().map(name -> pooled(pool, name)).toList();

        for (int i = 0; i < names.size(); i++) {
            assertThat(pooled(pool, names.get(i))).isSameAs(first.get(i));
        }
    }

    private static String pooled(TextPool pool, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return pool.text(bytes, 0, bytes.length);
    }
}
