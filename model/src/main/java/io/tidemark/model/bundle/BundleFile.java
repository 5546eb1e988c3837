package io.tidemark.model.bundle;

import io.tidemark.model.bundle.BundleException.Check;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The container: named parts, each with its length and SHA-256. Equal parts give equal bytes.
///
/// Layout, big endian: `TIDEMARK` (8 bytes), format version (int), number of parts (int); per part in the order of
/// names: length of the name (short), name (ASCII), length of the content (int), SHA-256 of the content (32 bytes);
/// from format 3 on the SHA-256 of all that (32 bytes); then the contents in the same order. Nothing stands behind
/// them.
public final class BundleFile {
    /// Format that [#write] writes; [#read] reads all from 1 up to it.
    ///
    /// 2: rotations, distances, fitted imputation, exponential links and prediction intervals. A build that only
    /// knows 1 refuses such a file by its version; files of format 1 mean what they meant.
    ///
    /// 3: trees with the training rows of their leaves, which explanations need, and a hash of the head, without
    /// which a damaged version number could be that of a former format. Trees of former formats score as ever and
    /// explain nothing.
    ///
    /// 4: kernels of several classes, and golden rows with the probabilities of all of them.
    ///
    /// 5: details of the reference profile: outliers, pairs of features, what features are worth, labels.
    public static final int FORMAT_VERSION = 5;

    /// Largest file, bytes.
    public static final int MAX_BYTES = 256 * 1024 * 1024;

    private static final byte[] MAGIC = "TIDEMARK".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_PARTS = 64;
    private static final int FIRST_WITH_HASHED_HEAD = 3;
    private static final int HASH_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z]{2,4}");

    private BundleFile() {}

    /// The file of these parts.
    ///
    /// @throws BundleException when a name is none, or the file would be larger than [#read] takes
    public static byte[] write(Map<String, byte[]> parts) {
        SortedMap<String, byte[]> sorted = new TreeMap<>(parts);
        requireSize(
                sorted.values().stream().mapToLong(content -> content.length).sum());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(FORMAT_VERSION);
            out.writeInt(sorted.size());
            for (Map.Entry<String, byte[]> part : sorted.entrySet()) {
                byte[] name = requireName(part.getKey()).getBytes(StandardCharsets.US_ASCII);
                out.writeShort(name.length);
                out.write(name);
                out.writeInt(part.getValue().length);
                out.write(Sha256.digest().digest(part.getValue()));
            }
            out.flush();
            out.write(Sha256.digest().digest(bytes.toByteArray()));
            for (byte[] content : sorted.values()) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requireSize(bytes.size());
        return bytes.toByteArray();
    }

    private static void requireSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new BundleException(
                    Check.SIZE, "Found a bundle of " + bytes + " bytes, expected at most " + MAX_BYTES + ".");
        }
    }

    /// The format version of a file that [#read] has read.
    static int versionOf(byte[] file) {
        return ByteBuffer.wrap(file).getInt(MAGIC.length);
    }

    /// The parts of a file.
    ///
    /// @throws BundleException when it is too large or damaged
    public static SortedMap<String, byte[]> read(byte[] file) {
        requireSize(file.length);
        try {
            return parts(file);
        } catch (BufferUnderflowException e) {
            throw damaged(file.length + " bytes", "more: the file is truncated", e);
        }
    }

    private static SortedMap<String, byte[]> parts(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw damaged("another kind of file", "one that begins with TIDEMARK", null);
        }
        int version = in.getInt();
        if (version < 1 || version > FORMAT_VERSION) {
            throw new BundleException(
                    Check.FORMAT,
                    "Found a bundle of format version " + version + ", expected 1 to " + FORMAT_VERSION
                            + ": it was written by a newer build, or is damaged.");
        }
        int count = in.getInt();
        if (count < 0 || count > MAX_PARTS) {
            throw damaged(count + " parts", "at most " + MAX_PARTS, null);
        }
        String[] names = new String[count];
        int[] lengths = new int[count];
        byte[][] hashes = new byte[count][HASH_BYTES];
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[in.getShort() & 0xffff];
            in.get(name);
            names[i] = requireName(new String(name, StandardCharsets.US_ASCII));
            if (i > 0 && names[i - 1].compareTo(names[i]) >= 0) {
                throw damaged("part " + names[i] + " behind " + names[i - 1], "each name once and in order", null);
            }
            lengths[i] = in.getInt();
            in.get(hashes[i]);
        }
        byte[] head = Arrays.copyOf(file, in.position());
        byte[] headHash = new byte[version < FIRST_WITH_HASHED_HEAD ? 0 : HASH_BYTES];
        in.get(headHash);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (lengths[i] < 0 || lengths[i] > in.remaining()) {
                throw damaged(in.remaining() + " bytes for part " + names[i], Integer.toString(lengths[i]), null);
            }
            byte[] content = new byte[lengths[i]];
            in.get(content);
            if (!Arrays.equals(Sha256.digest().digest(content), hashes[i])) {
                throw damaged("other bytes in part " + names[i], "what its SHA-256 says", null);
            }
            parts.put(names[i], content);
        }
        if (in.hasRemaining()) {
            throw damaged(in.remaining() + " bytes behind the last part", "none", null);
        }
        if (headHash.length > 0 && !Arrays.equals(Sha256.digest().digest(head), headHash)) {
            throw damaged("another head", "what its SHA-256 says", null);
        }
        return parts;
    }

    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw damaged("a part named '" + name + "'", "a plain name such as kernel.bin", null);
        }
        return name;
    }

    private static BundleException damaged(
            String found, String expected, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "The bundle is damaged: found " + found + ", expected " + expected + ".";
        return cause == null
                ? new BundleException(Check.FORMAT, message)
                : new BundleException(Check.FORMAT, message, cause);
    }
}
