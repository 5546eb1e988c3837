package io.tidemark.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.jspecify.annotations.Nullable;

/// Reads the parts that requests and predictions share. Texts that come again and again, such as the names of features,
/// are the same strings ([TextPool]). Belongs to one thread.
final class FieldReader {
    private static final int NULL = 0;
    private static final int PRESENT = 1;

    /// Branches of a feature's value.
    private static final int BOOLEAN = 1;

    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int STRING = 4;

    /// Larger maps grow while they are read: a count is not to be trusted.
    private static final int MOST_EXPECTED = 256;

    private final TextPool texts = new TextPool();

    /// A text that is likely to come again.
    String text(BoundedDecoder in) throws IOException {
        return in.readPooled(texts);
    }

    /// True when the branch of an optional field that comes next is its value.
    ///
    /// @param field its name, for the error
    boolean isPresent(BoundedDecoder in, String field) throws IOException {
        int branch = in.readIndex();
        if (branch != NULL && branch != PRESENT) {
            throw unknownBranch(branch, field, PRESENT);
        }
        return branch == PRESENT;
    }

    /// Values by the names of features.
    Map<String, @Nullable Object> features(BoundedDecoder in) throws IOException {
        long count = in.readMapStart();
        Map<String, @Nullable Object> features = newMap(count);
        for (; count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                String name = text(in);
                features.put(name, value(in, name));
            }
        }
        return features;
    }

    private @Nullable Object value(BoundedDecoder in, String feature) throws IOException {
        int branch = in.readIndex();
        return switch (branch) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case STRING -> text(in);
            default -> throw unknownBranch(branch, "the value of " + feature, STRING);
        };
    }

    /// A map for as many entries.
    static <V extends @Nullable Object> Map<String, V> newMap(long count) {
        return new HashMap<>((int) Math.min(count, MOST_EXPECTED) * 4 / 3 + 1);
    }

    private static AvroTypeException unknownBranch(int branch, String field, int last) {
        return new AvroTypeException(
                "Found branch " + branch + " of the union of " + field + ", expected 0 to " + last + ".");
    }
}
