package io.tidemark.trainer.adopt;

import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.foreign.ForeignFiles;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.foreign.ForeignVersion;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.foreign.ConvertedModel;
import io.tidemark.trainer.foreign.ModelConversion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Imports versions that Python logged: the model's own file, read by our readers, and the rows that its author logged
/// with what it predicts for them. Whatever does not fit is refused with what to do about it.
final class LoggedModelImport implements ForeignImport {
    /// Largest model, bytes: its tree of values takes some ten times as much memory, in a process that has other work.
    static final long MAX_MODEL_BYTES = 64L << 20;

    private static final int MARK_LENGTH = 12;

    private final ManifestFolder manifests;

    LoggedModelImport(ManifestFolder manifests) {
        this.manifests = manifests;
    }

    @Override
    public boolean knows(String model) {
        return ManifestReader.isName(model) && manifests.has(model);
    }

    @Override
    public String fingerprint(ForeignVersion version) {
        StringBuilder text = new StringBuilder();
        try {
            text.append(manifests.manifest(version.model()).yaml());
        } catch (ManifestException e) {
            text.append(e.getMessage());
        }
        append(text, version.files(), "");
        ReferenceFile.FOLDERS.forEach(folder -> append(text, version.files(), folder));
        version.runFiles().ifPresent(files -> append(text, files, ReferenceFile.FOLDERS.getFirst()));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, MARK_LENGTH);
    }

    /// Without what an import leaves there itself.
    private static void append(StringBuilder text, ForeignFiles files, String folder) {
        SortedMap<String, Long> there = new TreeMap<>(files.list(folder));
        there.keySet().removeIf(name -> name.endsWith(".bundle"));
        text.append('\n').append(files.address()).append('/').append(folder).append(there);
    }

    @Override
    public Outcome run(ForeignVersion version) {
        try {
            ConvertedModel converted = converted(version, manifests.manifest(version.model()));
            return converted.gates().approved()
                    ? new Outcome.Made(converted.bundle(), tags(converted))
                    : new Outcome.Refused(
                            "Its gates refused it. " + converted.gates().verdict());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (DataException | ManifestException | RegistryException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> tags(ConvertedModel converted) {
        Map<String, String> tags = new TreeMap<>(converted.tags());
        tags.put("compared_rows", Integer.toString(converted.rows()));
        return tags;
    }

    private static ConvertedModel converted(ForeignVersion version, ModelManifest manifest) {
        SortedMap<String, Long> files = version.files().list("");
        requireThere(files, LoggedModel.NAME, LoggedModel.MAX_BYTES, version);
        LoggedModel model = LoggedModel.read(version.files().read(LoggedModel.NAME, LoggedModel.MAX_BYTES));
        requireThere(files, model.file(), MAX_MODEL_BYTES, version);
        ReferenceFile reference = ReferenceFile.of(version, manifest);
        byte[] bytes = version.files().read(model.file(), MAX_MODEL_BYTES);
        byte[] rows = reference.files().read(reference.path(), ReferenceFile.MAX_BYTES);
        return compared(new ModelConversion.Source(model.file(), bytes, model.inputs()), rows, manifest);
    }

    private static void requireThere(
            SortedMap<String, Long> files, String name, long maxBytes, ForeignVersion version) {
        Long size = files.get(name);
        if (size == null) {
            throw new DataException("Found " + files.keySet() + " at "
                    + version.files().address() + ", expected " + name + " among them, as log_model writes it.");
        }
        if (size > maxBytes) {
            throw new DataException("Found " + name + " of " + size + " bytes, expected at most " + maxBytes
                    + ": `tidemark import` on a copy of it takes larger ones.");
        }
    }

    /// Readers of rows read files, and other formats too, which nobody is asked for here.
    private static ConvertedModel compared(ModelConversion.Source source, byte[] rows, ModelManifest manifest) {
        String begin = new String(rows, 0, Math.min(4, rows.length), StandardCharsets.ISO_8859_1);
        if (begin.equals("PAR1") || begin.startsWith("{")) {
            throw new DataException("Found another kind of file in " + ReferenceFile.NAME + ", expected CSV.");
        }
        try {
            Path folder = Files.createTempDirectory("tidemark-reference");
            Path file = folder.resolve(ReferenceFile.NAME);
            try {
                Files.write(file, rows);
                return new ModelConversion(manifest).run(source, file, ReferenceFile.COLUMN);
            } catch (DataException e) {
                throw new DataException(String.valueOf(e.getMessage()).replace(folder + "/", "tidemark/"), e);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The reference rows cannot be kept for a moment on this machine.", e);
        }
    }
}
