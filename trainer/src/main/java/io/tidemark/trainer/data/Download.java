package io.tidemark.trainer.data;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.tidemark.model.manifest.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/// Fetches a file from the web or from a bucket.
final class Download {
    private static final long MAX_BYTES = 64L << 30;
    private static final int CHUNK_BYTES = 1 << 16;

    private Download() {}

    /// Fetches over http or https; see [HttpDownload].
    ///
    /// @throws DataException when the server does not give the file
    static void http(URI uri, Path target, Progress progress) {
        HttpDownload.DEFAULT.fetch(uri, target, progress);
    }

    /// Fetches from Google Cloud Storage with the application's default credentials, or from the emulator that
    /// `STORAGE_EMULATOR_HOST` names.
    ///
    /// @throws DataException when the bucket does not give the object
    static void gcs(DataSource.Gcs source, Path target, Progress progress) {
        Storage storage = storage();
        try {
            Blob blob = storage.get(BlobId.of(source.bucket(), source.object()));
            if (blob == null) {
                throw new DataException("Found no object at " + source.address() + ", expected the data.");
            }
            try (InputStream body = Channels.newInputStream(blob.reader())) {
                copy(body, target, source.address(), blob.getSize(), progress);
            }
        } catch (StorageException e) {
            throw new DataException(
                    "The data at " + source.address() + " cannot be fetched (code " + e.getCode() + "): "
                            + e.getMessage()
                            + ". Check the bucket's name, and the credentials: `gcloud auth application-default login`.",
                    e);
        } catch (IOException e) {
            throw new DataException("The data at " + source.address() + " cannot be fetched: " + e, e);
        }
    }

    private static Storage storage() {
        String emulator = System.getenv("STORAGE_EMULATOR_HOST");
        return emulator == null
                ? StorageOptions.getDefaultInstance().getService()
                : StorageOptions.newBuilder()
                        .setHost(emulator.contains("://") ? emulator : "http://" + emulator)
                        .setProjectId("emulator")
                        .setCredentials(NoCredentials.getInstance())
                        .build()
                        .getService();
    }

    private static void copy(InputStream from, Path target, String what, long total, Progress progress)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                out.write(chunk, 0, read);
                done += read;
                progress.report("downloading " + what, done, total);
                if (done > MAX_BYTES) {
                    throw new DataException("Found more than " + MAX_BYTES + " bytes at " + what + ", expected fewer.");
                }
            }
        }
    }
}
