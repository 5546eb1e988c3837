package io.tidemark.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An append-only file of one JSON object a line.
///
/// An entry counts once its line end is on disk. A writer that died in the middle leaves a line without end: readers
/// pass over it, and the next writer cuts it off.
final class Ledger {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    Ledger(Path file) {
        this.file = file;
    }

    /// All entries, oldest first; none when the file does not exist.
    List<HistoryEntry> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = wholeLines(Files.readAllBytes(file));
        List<HistoryEntry> entries = new ArrayList<>();
        int line = 1;
        for (int start = 0, end = text.indexOf('\n'); end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
            entries.add(entry(text.substring(start, end), line));
            line++;
        }
        return entries;
    }

    private HistoryEntry entry(String json, int line) {
        try {
            HistoryEntry entry = JSON.readValue(json, HistoryEntry.class);
            if (entry != null) {
                return entry;
            }
            throw damaged(line, null);
        } catch (JsonProcessingException e) {
            throw damaged(line, e);
        }
    }

    private RegistryException damaged(int line, @Nullable Throwable cause) {
        String message = "The ledger " + file + " is damaged at line " + line
                + ": expected one JSON object. Mend or remove the line; bundles are kept beside it.";
        return cause == null ? new RegistryException(message) : new RegistryException(message, cause);
    }

    /// The text up to its last line end: what stands behind it may be torn, also in the middle of a character.
    private static String wholeLines(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// Appends an entry and waits until it is on disk. The caller holds the model's lock.
    void append(HistoryEntry entry) throws IOException {
        boolean isNew = !Files.exists(file);
        byte[] line =
                (JSON.writerFor(HistoryEntry.class).writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfLastLine(channel);
            channel.truncate(end);
            channel.position(end);
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (isNew) {
            Folders.forceNameOf(file);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long position = channel.size(); position > 0; position--) {
            one.clear();
            channel.read(one, position - 1);
            if (one.get(0) == '\n') {
                return position;
            }
        }
        return 0;
    }
}
