package io.tidemark.trainer.data;

import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.DataSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.ViewSpec;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.streamkit.topic.TopicBinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a manifest's data into a file on this machine.
///
/// Downloads are kept in a cache under the SHA-256 that the manifest names, and checked each time. A relative path is
/// looked for beside the manifest's folder, and in the folder that the environment variable `TIDEMARK_DATA_DIR` names.
public final class DataLocator {
    private static final Logger LOG = LoggerFactory.getLogger(DataLocator.class);

    private final Path cacheDir;
    private final List<Path> searchDirs;
    private final Progress progress;
    private final RawStore store;
    private final Optional<OutcomeReplay> outcomes;
    private final Optional<UpdateReplay> updates;

    /// @param cacheDir where downloads are kept
    /// @param searchDirs folders that relative paths are looked for in, in this order
    public DataLocator(Path cacheDir, List<Path> searchDirs, Progress progress) {
        this(cacheDir, searchDirs, progress, Optional.empty(), Optional.empty());
    }

    private DataLocator(
            Path cacheDir,
            List<Path> searchDirs,
            Progress progress,
            Optional<OutcomeReplay> outcomes,
            Optional<UpdateReplay> updates) {
        this.cacheDir = cacheDir;
        this.searchDirs = List.copyOf(searchDirs);
        this.progress = progress;
        this.store = new RawStore(cacheDir.resolve("raw"), progress);
        this.outcomes = outcomes;
        this.updates = updates;
    }

    /// The same with a cluster, whose topics of outcomes are data too.
    public DataLocator withOutcomes(OutcomeReplay replay) {
        return new DataLocator(cacheDir, searchDirs, progress, Optional.of(replay), updates);
    }

    /// The same with a cluster, whose topics of outcomes are data and whose feature updates are history.
    public DataLocator withCluster(TopicBinding topics) {
        return new DataLocator(
                cacheDir,
                searchDirs,
                progress,
                Optional.of(OutcomeReplay.of(topics)),
                Optional.of(UpdateReplay.of(topics)));
    }

    /// Folders of relative paths: the working directory, the manifests' folder, `TIDEMARK_DATA_DIR`.
    public static List<Path> searchDirs(Path modelsDir) {
        return Stream.concat(
                        Stream.of(Path.of(""), modelsDir),
                        Optional.ofNullable(System.getenv("TIDEMARK_DATA_DIR")).map(Path::of).stream())
                .toList();
    }

    /// The data that the manifest names.
    ///
    /// @throws DataException when it cannot be had, or is other data than the manifest's SHA-256 says
    public LocatedData locate(ModelManifest manifest) {
        return switch (manifest.data().source()) {
            case DataSource.Files files -> file(files, manifest.data());
            case DataSource.Http http ->
                downloaded(
                        http.address(),
                        manifest.data(),
                        target -> HttpDownload.DEFAULT.fetch(http.uri(), target, progress));
            case DataSource.Gcs gcs ->
                downloaded(
                        gcs.address(),
                        manifest.data(),
                        target -> GcsDownload.usual().fetch(gcs, target, progress));
            case DataSource.Synthetic synthetic -> synthetic(manifest, synthetic);
            case DataSource.Topic topic -> outcomes(manifest, topic, OutcomeWindow.of(topic, Instant.now()));
        };
    }

    /// The data of a topic that an earlier run was trained on.
    ///
    /// @throws DataException when it cannot be had
    public LocatedData locateAgain(ModelManifest manifest, DataSource.Topic topic, Replay then) {
        return outcomes(manifest, topic, OutcomeWindow.of(then));
    }

    /// Labelled outcomes of a topic, replayed now.
    ///
    /// @throws DataException when there are none, or no cluster is known
    public LocatedData outcomes(ModelManifest manifest, DataSource.Topic topic, OutcomeWindow window) {
        return new OutcomeData(
                        outcomes.orElseThrow(() -> new DataException("Found data.source = " + topic.address()
                                + ", expected a cluster that has the topic: start one with `tidemark up`, or name it"
                                + " with --bootstrap-servers.")),
                        store)
                .keep(manifest, topic, window);
    }

    /// The past updates of the manifest's views; of those with a history.
    ///
    /// @throws DataException when one cannot be had
    public PastUpdates history(ModelManifest manifest) {
        PastUpdates past = new PastUpdates();
        for (ViewSpec view : manifest.views()) {
            view.history().ifPresent(address -> addHistory(manifest, view, address, past));
        }
        return past;
    }

    private void addHistory(ModelManifest manifest, ViewSpec view, DataSource address, PastUpdates past) {
        switch (address) {
            case DataSource.Files files ->
                new UpdateFile(manifest, view, found(files.path())).forEach(row -> {
                    long eventTimeMs = row.update().eventTimeMs();
                    past.add(
                            row.update(),
                            switch (view.late()) {
                                case USE -> eventTimeMs;
                                case IGNORE ->
                                    Math.max(eventTimeMs, row.arrivalMs().orElse(eventTimeMs));
                            });
                });
            case DataSource.Topic topic ->
                updates.orElseThrow(() -> new DataException("Found views." + view.name() + ".history = "
                                + topic.address() + ", expected a cluster that has the topic: start one with"
                                + " `tidemark up`, or name it with --bootstrap-servers."))
                        .addTo(past, view, topic);
            case DataSource.Http other -> throw noHistory(view, other);
            case DataSource.Gcs other -> throw noHistory(view, other);
            case DataSource.Synthetic other -> throw noHistory(view, other);
        }
    }

    private static DataException noHistory(ViewSpec view, DataSource found) {
        return new DataException("Found views." + view.name() + ".history = " + found.address()
                + ", expected a file or topic:feature-updates.");
    }

    /// Rows drawn from the manifest's own ranges; for trying things out when no data can be had.
    public LocatedData synthetic(ModelManifest manifest, DataSource.Synthetic source) {
        Path file = cacheDir.resolve(manifest.name() + "-synthetic-" + source.rows() + "-" + source.seed() + ".csv");
        SyntheticData.write(manifest, source, partOf(file));
        return new LocatedData(
                moved(partOf(file), file),
                source.address(),
                hash(file),
                "SYNTHETIC rows, drawn from the ranges of the manifest; not real data");
    }

    /// The same data with its rows kept as a Parquet file, which is read from then on: `raw/<sha256>.parquet` in the
    /// cache. It is written once; rows are as they stand in the data, with their lines.
    ///
    /// @throws DataException when the data cannot be parsed
    public LocatedData raw(LocatedData data) {
        return data.in(store.keep(data));
    }

    private LocatedData file(DataSource.Files files, DataSpec spec) {
        Path path = found(files.path());
        if (Files.isDirectory(path)) {
            return joined(path, files.address(), spec);
        }
        spec.sha256().ifPresent(expected -> requireHash(path, expected, files.address()));
        return unpacked(path, files.address(), spec, "file " + path);
    }

    private Path found(Path path) {
        return (path.isAbsolute() ? Stream.of(path) : places(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new DataException("Found no file " + path + " in "
                        + String.join(
                                ", ",
                                searchDirs.stream()
                                        .map(folder -> folder.toAbsolutePath().toString())
                                        .toList())
                        + ", expected the data there: give --data, or set TIDEMARK_DATA_DIR."));
    }

    private Stream<Path> places(Path relative) {
        return searchDirs.stream().map(folder -> folder.resolve(relative));
    }

    private LocatedData joined(Path folder, String address, DataSpec spec) {
        Path part = partOf(cacheDir.resolve("folder.joined"));
        return orDeleted(part, () -> {
            FolderData.join(folder, part);
            spec.sha256().ifPresent(expected -> requireHash(part, expected, address));
            String hash = hash(part);
            Path file = moved(part, cacheDir.resolve(hash + ".joined"));
            return new LocatedData(file, address, hash, "files of folder " + folder);
        });
    }

    private LocatedData downloaded(String address, DataSpec spec, java.util.function.Consumer<Path> download) {
        String name = fileName(address);
        Path kept = cacheDir.resolve(spec.sha256().orElseGet(() -> Sha256.of(address)) + "-" + name);
        if (Files.exists(kept)
                && spec.sha256().map(expected -> expected.equals(hash(kept))).orElse(false)) {
            return unpacked(kept, address, spec, "cache " + kept);
        }
        Optional<Path> local = searchDirs.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
        if (local.isPresent()
                && spec.sha256()
                        .map(expected -> expected.equals(hash(local.get())))
                        .orElse(false)) {
            return unpacked(local.get(), address, spec, "file " + local.get() + ", the same by its SHA-256");
        }
        LOG.info("Downloading {}.", address);
        Path file = spec.sha256().isPresent() ? resumed(address, spec, kept, download) : fresh(kept, download);
        return unpacked(file, address, spec, "download from " + address);
    }

    private Path fresh(Path kept, java.util.function.Consumer<Path> download) {
        Path part = partOf(kept);
        return orDeleted(part, () -> {
            download.accept(part);
            return moved(part, kept);
        });
    }

    /// Goes on where an earlier try, of this process or another, was broken off: the hash tells whether the whole is
    /// what it should be. Two tries at once have a file each.
    private Path resumed(String address, DataSpec spec, Path kept, java.util.function.Consumer<Path> download) {
        createCache();
        Path partial = kept.resolveSibling(kept.getFileName() + ".partial");
        Path part = partOf(kept);
        takeOver(partial, part);
        try {
            download.accept(part);
        } catch (DataException e) {
            takeOver(part, partial);
            throw e;
        }
        return orDeleted(part, () -> {
            spec.sha256().ifPresent(expected -> requireHash(part, expected, address));
            return moved(part, kept);
        });
    }

    /// Gives a file another name, where it is there and nobody else was faster.
    private static void takeOver(Path from, Path to) {
        try {
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            LOG.debug("Another process took {}.", from);
        } catch (IOException e) {
            throw new DataException("The file " + from + " cannot be moved to " + to + ": " + e, e);
        }
    }

    /// Last part of an address's path, without query and fragment.
    static String fileName(String address) {
        String path = address.replaceFirst("[?#].*$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "data" : name;
    }

    private LocatedData unpacked(Path file, String address, DataSpec spec, String origin) {
        if (!Archives.isArchive(file.getFileName().toString())) {
            return new LocatedData(file, address, hash(file), origin);
        }
        Path target = cacheDir.resolve(
                hash(file) + "-" + Sha256.of(spec.member().orElse("")).substring(0, 8) + ".unpacked");
        Path part = partOf(target);
        // Unpacked anew each time: an archive is checked by its hash, what was once taken out of it is not.
        return orDeleted(part, () -> {
            Archives.extract(file, file.getFileName().toString(), spec.member(), part);
            moved(part, target);
            return new LocatedData(target, address, hash(target), origin);
        });
    }

    /// Does work that writes a file; leaves no unfinished one when it fails.
    private static <T> T orDeleted(Path part, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void createCache() {
        try {
            Files.createDirectories(cacheDir);
        } catch (IOException e) {
            throw new DataException("The cache " + cacheDir + " cannot be made: " + e, e);
        }
    }

    private Path partOf(Path file) {
        createCache();
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    private static Path moved(Path part, Path file) {
        try {
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataException("The file " + file + " cannot be written: " + e, e);
        }
    }

    private static void requireHash(Path file, String expected, String address) {
        String found = hash(file);
        if (!found.equals(expected)) {
            throw new DataException("Found SHA-256 " + found + " of " + address + ", expected " + expected
                    + ": the data changed, or the download was altered. Check it, then set data.sha256.");
        }
    }

    static String hash(Path file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read.", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
