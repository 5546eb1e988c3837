package io.tidemark.trainer.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// JSON lines: one object a line. The columns are the keys of all objects, in the order in which they first come.
final class JsonRows implements RowFile {
    static final int MAX_COLUMNS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private List<String> columns = List.of();

    JsonRows(Path path) {
        this.path = path;
    }

    @Override
    public Kind kind() {
        return Kind.JSON;
    }

    @Override
    public List<String> columns() {
        if (columns.isEmpty()) {
            columns = keys();
        }
        return columns;
    }

    private List<String> keys() {
        Set<String> names = new LinkedHashSet<>();
        forEachObject(row -> {
            names.addAll(row.object.keySet());
            if (names.size() > MAX_COLUMNS) {
                throw new DataException("Found more than " + MAX_COLUMNS + " different keys in the first " + row.line
                        + " objects of " + path + ", expected the same few in each.");
            }
        });
        return List.copyOf(names);
    }

    @Override
    public void forEach(List<String> wanted, RowSink sink) {
        List<String> names = columns();
        forEachObject(row -> sink.accept(new RawRow() {
            @Override
            public long line() {
                return row.line;
            }

            @Override
            public @Nullable Object cell(int column) {
                return row.object.get(names.get(column));
            }

            @Override
            public long position() {
                return row.position;
            }
        }));
    }

    private void forEachObject(Consumer<JsonRow> sink) {
        try (MappingIterator<Map<String, Object>> objects =
                JSON.readerFor(new TypeReference<Map<String, Object>>() {}).readValues(path.toFile())) {
            long line = 0;
            while (objects.hasNextValue()) {
                Map<String, Object> object = objects.nextValue();
                line++;
                sink.accept(
                        new JsonRow(line, object, objects.getCurrentLocation().getByteOffset()));
            }
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    private record JsonRow(long line, Map<String, Object> object, long position) {}
}
