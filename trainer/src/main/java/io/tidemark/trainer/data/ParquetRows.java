package io.tidemark.trainer.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Rows of a Parquet file: one that [RawParquetWriter] wrote, or anybody's with a column of its own for each value.
///
/// A row group is held at a time, and only its columns that are asked for. Pages are held against their checksums,
/// where they have one.
final class ParquetRows implements RowFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Kind kind;
    private final List<String> columns;
    private final List<Type> types;

    /// @throws DataException when it is no whole Parquet file, or of a version of ours that is not known
    ParquetRows(Path path) {
        this.path = path;
        try (ParquetFileReader reader = open(path)) {
            Map<String, String> properties = reader.getFileMetaData().getKeyValueMetaData();
            List<Type> fields = reader.getFileMetaData().getSchema().getFields();
            String own = properties.get(RawParquetWriter.KIND);
            if (own == null) {
                kind = Kind.TYPED;
                columns = fields.stream().map(Type::getName).toList();
                types = List.copyOf(fields);
            } else {
                requireKnown(properties.get(RawParquetWriter.VERSION));
                kind = Kind.valueOf(own);
                columns = JSON.readValue(
                        properties.getOrDefault(RawParquetWriter.COLUMNS, "[]"), new TypeReference<List<String>>() {});
                types = List.copyOf(fields.subList(1, fields.size()));
            }
            if (columns.size() != types.size()) {
                throw new IOException("found " + types.size() + " columns, expected " + columns.size());
            }
            if (reader.getRecordCount() == 0) {
                throw new DataException("Found no rows in " + path + ", expected some.");
            }
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private void requireKnown(@Nullable String version) {
        if (!RawParquetWriter.CURRENT.equals(version)) {
            throw new DataException("Found rows of version " + version + " in " + path + ", expected "
                    + RawParquetWriter.CURRENT + ": it was written by another Tidemark.");
        }
    }

    /// True for a whole file of rows, which this code can read.
    static boolean isReadable(Path path) {
        try {
            return !new ParquetRows(path).columns.isEmpty();
        } catch (DataException e) {
            return false;
        }
    }

    private static ParquetFileReader open(Path path) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(path),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ParquetCodecs())
                        .usePageChecksumVerification(true)
                        .build());
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public void forEach(List<String> wanted, RowSink sink) {
        List<Integer> asked = asked(new HashSet<>(wanted));
        try (Cursor cursor = new Cursor(asked)) {
            while (cursor.next()) {
                sink.accept(cursor.row);
            }
        }
    }

    private List<Integer> asked(Set<String> wanted) {
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (wanted.contains(columns.get(i))) {
                Type type = types.get(i);
                if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
                    throw new DataException("Found the column " + columns.get(i) + " of " + path + " to be "
                            + (type.isPrimitive() ? "a list" : "nested") + ", expected a value in each row.");
                }
                asked.add(i);
            }
        }
        return asked;
    }

    private DataException broken(Exception e) {
        return e instanceof DataException known
                ? known
                : new DataException(
                        "The Parquet file " + path + " cannot be read, it is broken or incomplete: "
                                + (e.getMessage() == null ? e.toString() : e.getMessage()),
                        e);
    }

    /// A place in the file. Faults of the file are told apart from those of whoever takes the rows.
    private final class Cursor implements AutoCloseable {
        private final ParquetRow row;
        private final ParquetFileReader reader;
        private final MessageColumnIO io;
        private @Nullable RecordReader<ParquetRow> group;
        private long left;

        Cursor(List<Integer> asked) {
            try {
                reader = open(path);
                List<Type> fields = new ArrayList<>();
                if (kind != Kind.TYPED) {
                    fields.add(reader.getFileMetaData().getSchema().getFields().getFirst());
                }
                asked.forEach(i -> fields.add(types.get(i)));
                MessageType schema = reader.getFileMetaData().getSchema();
                MessageType projection = new MessageType(schema.getName(), fields);
                reader.setRequestedSchema(projection);
                io = new ColumnIOFactory().getColumnIO(projection, schema);
                row = new ParquetRow(kind, columns.size(), asked, fields);
            } catch (IOException | RuntimeException e) {
                throw broken(e);
            }
        }

        boolean next() {
            try {
                while (left == 0) {
                    PageReadStore pages = reader.readNextRowGroup();
                    if (pages == null) {
                        return false;
                    }
                    left = pages.getRowCount();
                    group = io.getRecordReader(pages, row);
                }
                left--;
                if (group != null) {
                    group.read();
                }
                return true;
            } catch (IOException | RuntimeException e) {
                throw broken(e);
            }
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }
}
