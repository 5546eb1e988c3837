package io.tidemark.wire;

import io.tidemark.event.PredictionRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/// Reads a request field by field, the same as Avro's own reader: that one resolves two schemas about each value, and a
/// scorer reads nothing so often. For requests that were written with the generated schema; a test holds the two
/// readers against each other, so that a field that is added to the schema cannot be forgotten here.
final class PredictionRequestReader implements DatumReader<PredictionRequest> {
    private static final long FINGERPRINT =
            SchemaNormalization.parsingFingerprint64(PredictionRequest.getClassSchema());

    /// Larger maps grow while they are read: a count is not to be trusted.
    private static final int MOST_EXPECTED = 256;

    private final TextPool names = new TextPool();

    /// True for a schema whose records this reader understands: docs, defaults and properties do not count.
    static boolean reads(Schema writer) {
        return SchemaNormalization.parsingFingerprint64(writer) == FINGERPRINT;
    }

    @Override
    public void setSchema(Schema schema) {
        if (!reads(schema)) {
            throw new IllegalArgumentException(
                    "Found the schema " + schema.getFullName() + ", expected the generated one of "
                            + PredictionRequest.getClassSchema().getFullName() + ".");
        }
    }

    /// @param in a [BoundedDecoder]
    @Override
    public PredictionRequest read(@Nullable PredictionRequest ignored, Decoder in) throws IOException {
        BoundedDecoder decoder = (BoundedDecoder) in;
        String requestId = decoder.readString();
        String model = decoder.readPooled(names);
        String entityId = switch (decoder.readIndex()) {
            case 0 -> null;
            case 1 -> decoder.readString();
            default -> throw noBranch("entity_id");
        };
        Instant eventTime = Instant.ofEpochMilli(decoder.readLong());
        Map<String, @Nullable Object> features = features(decoder);
        return new PredictionRequest(requestId, model, entityId, eventTime, features, decoder.readBoolean());
    }

    /// In the order that Avro's reader gives: predictions carry the features on, and replays compare bytes.
    private Map<String, @Nullable Object> features(BoundedDecoder decoder) throws IOException {
        long count = decoder.readMapStart();
        Map<String, @Nullable Object> features = new HashMap<>((int) Math.min(count, MOST_EXPECTED));
        while (count > 0) {
            for (long i = 0; i < count; i++) {
                String name = decoder.readPooled(names);
                features.put(name, value(decoder, name));
            }
            count = decoder.mapNext();
        }
        return features;
    }

    private static @Nullable Object value(BoundedDecoder decoder, String name) throws IOException {
        return switch (decoder.readIndex()) {
            case 0 -> null;
            case 1 -> decoder.readBoolean();
            case 2 -> decoder.readLong();
            case 3 -> decoder.readDouble();
            case 4 -> decoder.readString();
            default -> throw noBranch("the value of feature " + name);
        };
    }

    private static AvroTypeException noBranch(String what) {
        return new AvroTypeException("Found no such branch of " + what + ", expected one of its union.");
    }
}
