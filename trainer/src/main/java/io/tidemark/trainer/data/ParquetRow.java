package io.tidemark.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// The row of a Parquet file that is being read: its cells, filled anew for each row.
final class ParquetRow extends RecordMaterializer<ParquetRow> implements RowFile.RawRow {
    private final RowFile.Kind kind;
    private final @Nullable Object[] cells;
    private final Root root;
    private long line;

    /// @param columns columns of the file
    /// @param asked those of them that are read
    /// @param fields what is read: the line first, unless columns are typed, then what is asked for
    ParquetRow(RowFile.Kind kind, int columns, List<Integer> asked, List<Type> fields) {
        this.kind = kind;
        this.cells = new Object[columns];
        List<Converter> converters = new ArrayList<>();
        if (kind != RowFile.Kind.TYPED) {
            converters.add(new LineConverter());
        }
        for (int i = 0; i < asked.size(); i++) {
            int column = asked.get(i);
            Type type = fields.get(converters.size());
            converters.add(
                    switch (kind) {
                        case TEXT -> new TextConverter(column);
                        case JSON, EVENTS -> new JsonConverter(column);
                        case TYPED -> new TypedConverter(ParquetTypes.of(type.asPrimitiveType()), column);
                    });
        }
        this.root = new Root(converters);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public @Nullable Object cell(int column) {
        return cells[column];
    }

    @Override
    public long position() {
        return line;
    }

    @Override
    public ParquetRow getCurrentRecord() {
        return this;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private final class Root extends GroupConverter {
        private final List<Converter> converters;

        Root(List<Converter> converters) {
            this.converters = List.copyOf(converters);
        }

        @Override
        public Converter getConverter(int field) {
            return converters.get(field);
        }

        @Override
        public void start() {
            Arrays.fill(cells, null);
            line += kind == RowFile.Kind.TYPED ? 1 : 0;
        }

        @Override
        public void end() {
            // A row is whole; nothing to add.
        }
    }

    private final class LineConverter extends PrimitiveConverter {
        @Override
        public void addLong(long value) {
            line = value;
        }
    }

    /// Text, once for each entry of a dictionary.
    private final class TextConverter extends PrimitiveConverter {
        private final int column;
        private String[] dictionary = {};

        TextConverter(int column) {
            this.column = column;
        }

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(org.apache.parquet.column.Dictionary entries) {
            dictionary = IntStream.rangeClosed(0, entries.getMaxId())
                    .mapToObj(id -> entries.decodeToBinary(id).toStringUsingUTF8())
                    .toArray(String[]::new);
        }

        @Override
        public void addValueFromDictionary(int id) {
            cells[column] = dictionary[id];
        }

        @Override
        public void addBinary(Binary value) {
            cells[column] = value.toStringUsingUTF8();
        }
    }

    private final class JsonConverter extends PrimitiveConverter {
        private final int column;

        JsonConverter(int column) {
            this.column = column;
        }

        @Override
        public void addBinary(Binary value) {
            try {
                cells[column] = RawParquetWriter.JSON.readValue(value.getBytesUnsafe(), Object.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class TypedConverter extends PrimitiveConverter {
        private final ParquetTypes type;
        private final int column;

        TypedConverter(ParquetTypes type, int column) {
            this.type = type;
            this.column = column;
        }

        @Override
        public void addBoolean(boolean value) {
            cells[column] = value;
        }

        @Override
        public void addInt(int value) {
            cells[column] = type.ofInt(value);
        }

        @Override
        public void addLong(long value) {
            cells[column] = type.ofLong(value);
        }

        @Override
        public void addFloat(float value) {
            addDouble(value);
        }

        @Override
        public void addDouble(double value) {
            cells[column] = Double.isNaN(value) ? null : (Object) value;
        }

        @Override
        public void addBinary(Binary value) {
            cells[column] = type.ofBinary(value);
        }
    }
}
