package io.tidemark.trainer.data;

import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.tidemark.model.manifest.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches an object from Google Cloud Storage. One generation of it is fetched, whatever is written meanwhile; what
/// came before a connection broke, or fell silent, is not fetched again; the whole is held against the bucket's CRC32C.
///
/// @param host address of an emulator; empty: Google's, with the application's default credentials
/// @param silence how long the bucket may send nothing
/// @param attempts how often it is asked in all, 1 or more
/// @param pause pause before the second attempt; doubled before each further one
record GcsDownload(Optional<String> host, Duration silence, int attempts, Duration pause) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_BYTES = 64L << 30;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int SERVER_FAULT = 500;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final Logger LOG = LoggerFactory.getLogger(GcsDownload.class);

    /// As it is used: against the emulator that `STORAGE_EMULATOR_HOST` names, where it does.
    static GcsDownload usual() {
        return new GcsDownload(
                Optional.ofNullable(System.getenv("STORAGE_EMULATOR_HOST"))
                        .map(name -> name.contains("://") ? name : "http://" + name),
                Duration.ofSeconds(30),
                4,
                Duration.ofMillis(250));
    }

    /// Fetches.
    ///
    /// @param target where the object goes; what is there already is taken for its beginning
    /// @throws DataException when the bucket does not give it
    void fetch(DataSource.Gcs source, Path target, Progress progress) {
        Fetch fetch = new Fetch(source, target, progress);
        Duration wait = pause;
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    fetch.attempt();
                    return;
                } catch (IOException | StorageException e) {
                    if (attempt >= attempts || !isPassing(e)) {
                        throw refused(source, attempt, e);
                    }
                    LOG.warn("Fetching {} broke off, it goes on: {}", source.address(), e.toString());
                }
                Thread.sleep(wait);
                wait = wait.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("Interrupted while fetching " + source.address() + ".", e);
        }
    }

    /// Whether another attempt may go better: not where the bucket has answered that it will not.
    private static boolean isPassing(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException refusal && refusal.getCode() > 0) {
                int code = refusal.getCode();
                return code >= SERVER_FAULT || code == TOO_MANY_REQUESTS || code == REQUEST_TIMEOUT;
            }
        }
        return true;
    }

    private static DataException refused(DataSource.Gcs source, int attempts, Exception e) {
        return new DataException(
                "The data at " + source.address() + " cannot be fetched, in " + attempts
                        + (attempts == 1 ? " attempt: " : " attempts: ") + e.getMessage()
                        + ". Check the bucket's name, and the credentials: `gcloud auth application-default login`.",
                e);
    }

    private Storage storage() {
        StorageOptions.Builder options = StorageOptions.newBuilder()
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setReadTimeout((int) silence.toMillis())
                        .build());
        host.ifPresent(address ->
                options.setHost(address).setProjectId("emulator").setCredentials(NoCredentials.getInstance()));
        return options.build().getService();
    }

    /// The attempts at one object.
    private final class Fetch {
        private final DataSource.Gcs source;
        private final Path target;
        private final Progress progress;
        private final Storage storage = storage();
        private Optional<Blob> pinned = Optional.empty();

        Fetch(DataSource.Gcs source, Path target, Progress progress) {
            this.source = source;
            this.target = target;
            this.progress = progress;
        }

        /// @throws IOException when another attempt may go better
        void attempt() throws IOException {
            Blob blob = pinned.orElseGet(this::found);
            pinned = Optional.of(blob);
            long size = blob.getSize();
            if (size > MAX_BYTES) {
                throw new DataException(
                        "Found " + size + " bytes at " + source.address() + ", expected at most " + MAX_BYTES + ".");
            }
            long have = Files.exists(target) ? Files.size(target) : 0;
            if (have > size) {
                Files.delete(target);
                have = 0;
            }
            if (have < size || !Files.exists(target)) {
                append(blob, have, size);
            }
            requireWhole(blob);
        }

        private Blob found() {
            Blob blob = storage.get(BlobId.of(source.bucket(), source.object()));
            if (blob == null) {
                throw new DataException("Found no object at " + source.address() + ", expected the data.");
            }
            return blob;
        }

        private void append(Blob blob, long have, long size) throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            long done = have;
            try (ReadChannel in = storage.reader(blob.getBlobId());
                    FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                in.setChunkSize(0);
                in.seek(have);
                while (in.read(chunk) >= 0) {
                    chunk.flip();
                    done += chunk.remaining();
                    while (chunk.hasRemaining()) {
                        out.write(chunk);
                    }
                    chunk.clear();
                    progress.report("downloading " + source.address(), done, size);
                }
            }
            if (done != size) {
                throw new IOException("the bucket sent " + done + " bytes of " + size);
            }
        }

        /// A beginning that is of another generation, or was altered, is thrown away.
        private void requireWhole(Blob blob) throws IOException {
            String expected = blob.getCrc32c();
            if (expected == null) {
                return;
            }
            CRC32C sum = new CRC32C();
            try (InputStream in = Files.newInputStream(target);
                    OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), sum)) {
                in.transferTo(out);
            }
            byte[] bytes = ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
            String found = Base64.getEncoder().encodeToString(bytes);
            if (!found.equals(expected)) {
                Files.delete(target);
                throw new IOException("found CRC32C " + found + ", expected " + expected);
            }
        }
    }
}
