package io.tidemark.cli.history;

import io.tidemark.cli.UserError;
import io.tidemark.cli.client.GenericDecoder;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/// A file of answers: JSON lines (`.jsonl`) or an Avro container (`.avro`). It bears its name only once it is whole.
final class AnswerFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final Format format;

    private AnswerFile(Path file, Path part, Format format) {
        this.file = file;
        this.part = part;
        this.format = format;
    }

    /// True when this names a file and no topic.
    static boolean isFile(String name) {
        return name.endsWith(".jsonl") || name.endsWith(".avro") || name.indexOf('/') >= 0;
    }

    static AnswerFile open(String name, KafkaSettings settings) {
        Path file = Path.of(name);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (name.endsWith(".avro")) {
                return new AnswerFile(file, part, new AvroFormat(part));
            }
            if (name.endsWith(".jsonl")) {
                return new AnswerFile(file, part, new JsonFormat(part, settings));
            }
        } catch (IOException e) {
            throw cannot(file, e);
        }
        throw new UserError("Found the file " + name + ", expected one that ends in .jsonl or .avro.");
    }

    void write(Prediction answer, byte[] value) {
        try {
            format.write(answer, value);
        } catch (IOException e) {
            throw cannot(file, e);
        }
    }

    /// Gives the file its name.
    void finish() {
        try {
            format.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannot(file, e);
        }
    }

    @Override
    public void close() {
        try {
            format.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw cannot(file, e);
        }
    }

    private static UserError cannot(Path file, IOException e) {
        return new UserError("The file " + file + " cannot be written: " + e);
    }

    private interface Format extends Closeable {
        void write(Prediction answer, byte[] value) throws IOException;
    }

    private static final class AvroFormat implements Format {
        private final DataFileWriter<Prediction> out =
                new DataFileWriter<>(new SpecificDatumWriter<>(Prediction.getClassSchema()));

        AvroFormat(Path part) throws IOException {
            out.setCodec(CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL));
            out.create(Prediction.getClassSchema(), part.toFile());
        }

        @Override
        public void write(Prediction answer, byte[] value) throws IOException {
            out.append(answer);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class JsonFormat implements Format {
        private final GenericDecoder decoder;
        private final BufferedWriter out;

        JsonFormat(Path part, KafkaSettings settings) throws IOException {
            this.decoder = new GenericDecoder(SchemaRegistry.open(RegistrySettings.from(settings.properties())));
            this.out = Files.newBufferedWriter(part);
        }

        @Override
        public void write(Prediction answer, byte[] value) throws IOException {
            out.write(decoder.decode(value).toString());
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
