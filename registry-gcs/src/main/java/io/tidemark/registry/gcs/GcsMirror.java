package io.tidemark.registry.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.WriteChannel;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.tidemark.registry.ModelName;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.cascade.BundleMirror;
import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.registry.guard.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/// Bundles in a bucket, at `PREFIX/MODEL/SHA256.bundle`.
///
/// An object is written once: the write says that none may be there, and one that is there is compared instead. What
/// was written is compared with the bucket's CRC32C, since emulators do not check one that they are given; its SHA-256
/// is kept beside it. Larger bundles go in pieces; when one fails the whole is sent again, as the guard has it.
final class GcsMirror implements BundleMirror {
    private static final String SUFFIX = ".bundle";
    private static final String SHA256 = "sha256";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int CHUNK_BYTES = 4 << 20;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final Place place;
    private final Supplier<Storage> storage;
    private final Guard guard;

    /// Where bundles lie.
    ///
    /// @param prefix empty, or with a slash at its end
    record Place(String bucket, String prefix) {
        String object(String model, String sha256) {
            return folder(model) + Sha256.requireForm(sha256) + SUFFIX;
        }

        String folder(String model) {
            return prefix + ModelName.require(model) + "/";
        }

        @Override
        public String toString() {
            return "gs://" + bucket + "/" + prefix;
        }
    }

    GcsMirror(Place place, Supplier<Storage> storage, Guard guard) {
        this.place = place;
        this.storage = storage;
        this.guard = guard;
    }

    /// Google's storage, or an emulator, which needs no credentials. Made at its first use: looking for credentials
    /// takes time, and may fail.
    static Supplier<Storage> storage(Optional<String> emulator, Duration silence) {
        return new Supplier<>() {
            private Optional<Storage> made = Optional.empty();

            @Override
            public synchronized Storage get() {
                if (made.isEmpty()) {
                    made = Optional.of(open(emulator, silence));
                }
                return made.get();
            }
        };
    }

    private static Storage open(Optional<String> emulator, Duration silence) {
        StorageOptions.Builder options = StorageOptions.newBuilder()
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setReadTimeout((int) silence.toMillis())
                        .build());
        emulator.ifPresent(
                host -> options.setHost(host).setProjectId("emulator").setCredentials(NoCredentials.getInstance()));
        return options.build().getService();
    }

    @Override
    public String address() {
        return place.toString();
    }

    @Override
    public byte[] fetch(String model, String sha256, long maxBytes) {
        String object = place.object(model, sha256);
        return asked("read " + object, () -> {
            Blob blob = storage.get().get(BlobId.of(place.bucket(), object));
            if (blob == null) {
                throw new RegistryException(
                        "Found no bundle " + sha256 + " of model " + model + " at " + address() + ".");
            }
            if (blob.getSize() > maxBytes) {
                throw new TooLargeException(
                        "a bundle of " + blob.getSize() + " bytes at " + address() + object, maxBytes);
            }
            byte[] bytes = storage.get().readAllBytes(blob.getBlobId());
            requireSum(blob, bytes);
            return bytes;
        });
    }

    @Override
    public void store(String model, String sha256, byte[] bundle) {
        Sha256.require(bundle, sha256, "to store");
        String object = place.object(model, sha256);
        asked("write " + object, () -> {
            try {
                write(object, sha256, bundle);
            } catch (StorageException e) {
                if (e.getCode() != PRECONDITION_FAILED) {
                    throw e;
                }
            }
            Blob blob = storage.get().get(BlobId.of(place.bucket(), object));
            if (blob == null) {
                throw new RegistryUnavailableException("The object " + object + " was written and is not there.");
            }
            requireSum(blob, bundle);
            return blob;
        });
    }

    private void write(String object, String sha256, byte[] bundle) {
        BlobInfo info = BlobInfo.newBuilder(place.bucket(), object)
                .setContentType("application/octet-stream")
                .setCrc32c(crc32c(bundle))
                .setMetadata(Map.of(SHA256, sha256))
                .build();
        try (WriteChannel out = storage.get()
                .writer(info, Storage.BlobWriteOption.doesNotExist(), Storage.BlobWriteOption.crc32cMatch())) {
            out.setChunkSize(CHUNK_BYTES);
            ByteBuffer bytes = ByteBuffer.wrap(bundle);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException refusal) {
                throw refusal;
            }
            throw new RegistryUnavailableException("Writing " + object + " to " + address() + " broke off: " + e, e);
        }
    }

    private void requireSum(Blob blob, byte[] bytes) {
        String found = crc32c(bytes);
        String kept = blob.getCrc32c();
        if (blob.getSize() != bytes.length || (kept != null && !kept.equals(found))) {
            throw new RegistryRefusedException(
                    "CHECKSUM",
                    "Found " + blob.getSize() + " bytes with CRC32C " + kept + " at " + address() + blob.getName()
                            + ", expected " + bytes.length + " bytes with " + found
                            + ": something else is there, and is not overwritten.");
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) sum.getValue())
                        .array());
    }

    @Override
    public List<String> hashes(String model) {
        String folder = place.folder(model);
        return asked("list " + folder, () -> {
            List<String> hashes = new ArrayList<>();
            for (Blob blob : storage.get()
                    .list(place.bucket(), Storage.BlobListOption.prefix(folder))
                    .iterateAll()) {
                String name = blob.getName().substring(folder.length());
                if (name.endsWith(SUFFIX)) {
                    hashes.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            }
            hashes.sort(String::compareTo);
            return hashes;
        });
    }

    @Override
    public DependencyHealth health() {
        return guard.health();
    }

    private <T> T asked(String what, Supplier<T> work) {
        return guard.call(() -> {
            try {
                return work.get();
            } catch (StorageException e) {
                throw explained(what, e);
            } catch (IllegalArgumentException e) {
                // Without a project, which comes with the credentials.
                throw new RegistryRefusedException(
                        "CREDENTIALS", "Could not " + what + " at " + address() + ": " + e.getMessage() + LOGIN);
            }
        });
    }

    private static final String LOGIN = " Run `gcloud auth application-default login`, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS to the file of a service account.";

    private RegistryException explained(String what, StorageException e) {
        String start = "Could not " + what + " at " + address() + ": " + e.getMessage();
        return switch (e.getCode()) {
            case 401 -> new RegistryRefusedException("CREDENTIALS", start + LOGIN);
            case 403 ->
                new RegistryRefusedException(
                        "PERMISSION",
                        start + " The account needs storage.objects.create, get and list on the bucket, for example the"
                                + " role Storage Object User.");
            case NOT_FOUND ->
                new RegistryRefusedException(
                        "NO_BUCKET",
                        start + " Expected the bucket " + place.bucket() + ": create it, or mend its name.");
            default ->
                e.getCode() > 0 && e.getCode() < SERVER_ERROR && e.getCode() != 408 && e.getCode() != 429
                        ? new RegistryRefusedException(Integer.toString(e.getCode()), start)
                        : new RegistryUnavailableException(start, e);
        };
    }
}
