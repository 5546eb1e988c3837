package io.tidemark.model.view;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A history as bytes. Equal histories give equal bytes.
///
/// Layout: kind (byte), latest event time (long), number of features; per feature in the order of names: name, number
/// of values; per value its event time (long), its type (byte), itself. The latest event time comes first, so that
/// what is too old is known without reading on.
public final class ViewHistoryFormat {
    private static final byte KIND = 1;
    private static final byte MISSING = 0;
    private static final byte FALSE = 1;
    private static final byte TRUE = 2;
    private static final byte WHOLE = 3;
    private static final byte NUMBER = 4;
    private static final byte TEXT = 5;

    private ViewHistoryFormat() {}

    /// The bytes of a history.
    public static byte[] write(ViewHistory history) {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeLong(history.newestMs());
        out.writeCount(history.tracks().size());
        history.tracks().forEach((feature, track) -> {
            writeText(feature, out);
            out.writeCount(track.size());
            for (int version = 0; version < track.size(); version++) {
                out.writeLong(track.timeMs(version));
                writeValue(track.value(version), out);
            }
        });
        return out.toBytes();
    }

    /// The history of its bytes.
    ///
    /// @throws CorruptStateException when they are none
    public static ViewHistory read(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "history of a view");
        long unusedNewest = in.readLong();
        SortedMap<String, FeatureTrack> tracks = new TreeMap<>();
        for (int features = in.readLength(2, "features"); features > 0; features--) {
            FeatureTrack track = new FeatureTrack();
            tracks.put(readText(in), track);
            for (int versions = in.readLength(Long.BYTES + 1, "values"); versions > 0; versions--) {
                track.put(in.readLong(), readValue(in));
            }
        }
        in.expectEnd();
        return new ViewHistory(tracks);
    }

    /// Latest event time of a history, from its bytes.
    public static long newestMs(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "history of a view");
        return in.readLong();
    }

    private static void writeValue(@Nullable Object value, StateWriter out) {
        switch (value) {
            case null -> out.writeByte(MISSING);
            case Boolean flag -> out.writeByte(flag ? TRUE : FALSE);
            case Long whole -> {
                out.writeByte(WHOLE);
                out.writeLong(whole);
            }
            case Double number -> {
                out.writeByte(NUMBER);
                out.writeDouble(number);
            }
            default -> {
                out.writeByte(TEXT);
                writeText(value.toString(), out);
            }
        }
    }

    private static @Nullable Object readValue(StateReader in) {
        byte type = in.readByte();
        return switch (type) {
            case MISSING -> null;
            case FALSE -> false;
            case TRUE -> true;
            case WHOLE -> in.readLong();
            case NUMBER -> in.readDouble();
            case TEXT -> readText(in);
            default ->
                throw new CorruptStateException(
                        "Found a value of type " + type + ", expected " + MISSING + " to " + TEXT + ".");
        };
    }

    private static void writeText(String text, StateWriter out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeCount(bytes.length);
        for (byte b : bytes) {
            out.writeByte(b);
        }
    }

    private static String readText(StateReader in) {
        byte[] bytes = new byte[in.readLength(1, "bytes of a text")];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = in.readByte();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
