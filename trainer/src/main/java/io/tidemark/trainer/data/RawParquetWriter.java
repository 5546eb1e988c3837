package io.tidemark.trainer.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Writes rows as they stand to a Parquet file: the line as first column, then each cell, text as text and other values
/// as JSON. Any tool reads it; [ParquetRows] gives the rows back as they were.
///
/// The names of the columns stand in the file's properties as well: Parquet's own have to differ.
final class RawParquetWriter implements AutoCloseable {
    static final String KIND = "tidemark.rows";
    static final String VERSION = "tidemark.version";
    static final String COLUMNS = "tidemark.columns";
    static final String CURRENT = "1";

    private static final long ROW_GROUP_BYTES = 16L << 20;
    private static final int PAGE_BYTES = 256 << 10;
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final boolean asText;
    private final int columns;
    private final ParquetWriter<Row> writer;

    /// @param file what is there is replaced
    RawParquetWriter(Path file, RowFile.Kind kind, List<String> columns) {
        this.file = file;
        this.asText = kind == RowFile.Kind.TEXT;
        this.columns = columns.size();
        try {
            Files.deleteIfExists(file);
            this.writer = new Builder(new LocalOutputFile(file), schema(columns, asText))
                    .withConf(new PlainParquetConfiguration())
                    .withCodecFactory(new ParquetCodecs())
                    .withCompressionCodec(CompressionCodecName.ZSTD)
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .withPageSize(PAGE_BYTES)
                    .withStatisticsEnabled(false)
                    .withExtraMetaData(
                            Map.of(KIND, kind.name(), VERSION, CURRENT, COLUMNS, JSON.writeValueAsString(columns)))
                    .build();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Names of columns as Parquet has them: none empty, no two alike.
    private static MessageType schema(List<String> columns, boolean asText) {
        Set<String> taken = new HashSet<>(columns);
        Types.MessageTypeBuilder schema = Types.buildMessage();
        schema.required(PrimitiveTypeName.INT64).named(unused("line", taken));
        Set<String> used = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String wanted = columns.get(i).isEmpty() ? "column_" + (i + 1) : columns.get(i);
            String name = used.add(wanted) ? wanted : unused(wanted, taken);
            taken.add(name);
            used.add(name);
            schema.optional(PrimitiveTypeName.BINARY)
                    .as(asText ? LogicalTypeAnnotation.stringType() : LogicalTypeAnnotation.jsonType())
                    .named(name);
        }
        return schema.named("rows");
    }

    private static String unused(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /// Writes a row of another file.
    void write(RowFile.RawRow row) {
        List<@Nullable Object> cells = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            cells.add(row.cell(i));
        }
        write(row.line(), cells);
    }

    /// Writes a row.
    ///
    /// @param cells by column, in the order of the columns
    void write(long line, List<@Nullable Object> cells) {
        try {
            List<@Nullable String> texts = new ArrayList<>(columns);
            for (Object cell : cells) {
                texts.add(cell == null || asText ? (String) cell : JSON.writeValueAsString(cell));
            }
            writer.write(new Row(line, texts));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private DataException unwritable(IOException e) {
        return new DataException("The file " + file + " cannot be written: " + e, e);
    }

    /// A row as it is written.
    private record Row(long line, List<@Nullable String> cells) {}

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration config) {
            return new RowSupport(schema);
        }

        @Override
        @SuppressWarnings("deprecation") // The superclass wants it.
        protected WriteSupport<Row> getWriteSupport(Configuration config) {
            throw new UnsupportedOperationException("Found a Hadoop configuration, expected none.");
        }
    }

    /// Tells Parquet a row cell by cell.
    private static final class RowSupport extends WriteSupport<Row> {
        private final MessageType schema;
        private @Nullable RecordConsumer consumer;

        RowSupport(MessageType schema) {
            this.schema = schema;
        }

        @Override
        public WriteContext init(ParquetConfiguration config) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        @SuppressWarnings("deprecation") // The superclass wants it.
        public WriteContext init(Configuration config) {
            throw new UnsupportedOperationException("Found a Hadoop configuration, expected none.");
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            consumer = to;
        }

        @Override
        public void write(Row row) {
            RecordConsumer to = Objects.requireNonNull(consumer);
            to.startMessage();
            to.startField(schema.getFieldName(0), 0);
            to.addLong(row.line());
            to.endField(schema.getFieldName(0), 0);
            for (int i = 0; i < row.cells().size(); i++) {
                String cell = row.cells().get(i);
                if (cell != null) {
                    to.startField(schema.getFieldName(i + 1), i + 1);
                    to.addBinary(Binary.fromString(cell));
                    to.endField(schema.getFieldName(i + 1), i + 1);
                }
            }
            to.endMessage();
        }
    }
}
