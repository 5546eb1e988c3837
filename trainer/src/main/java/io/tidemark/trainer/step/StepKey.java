package io.tidemark.trainer.step;

import io.tidemark.model.bundle.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Everything that a step's result depends on, as one hash: settings, rows, and the code itself.
public final class StepKey {
    private static final int DIGITS = 16;
    private static final int BLOCK = 4096;
    private static final String CODE =
            codeOf(List.of(StepKey.class, Sha256.class, io.tidemark.stats.metric.Metric.class));

    private final MessageDigest digest = Sha256.digest();

    private StepKey() {}

    /// The key of a step that nothing goes into but the code.
    public static StepKey of(PipelineStep step) {
        return new StepKey().with(step.key()).with(CODE);
    }

    /// Adds a setting. Records of texts, numbers, enums, lists and sorted maps of these have a text that tells them
    /// apart and that no other process words otherwise.
    public StepKey with(Object setting) {
        byte[] text = setting.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
        digest.update(text);
        return this;
    }

    /// Adds numbers, bit by bit.
    public StepKey withNumbers(double[] values) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK * Double.BYTES);
        digest.update(block.putInt(values.length).flip());
        for (int from = 0; from < values.length; from += BLOCK) {
            block.clear();
            for (int i = from; i < Math.min(values.length, from + BLOCK); i++) {
                block.putDouble(values[i]);
            }
            digest.update(block.flip());
        }
        return this;
    }

    /// The hash, lower-case hexadecimal digits. The key is used up by this.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /// Hash of the code that these classes came with: another build may come to another result.
    private static String codeOf(List<Class<?>> classes) {
        MessageDigest digest = Sha256.digest();
        try {
            for (Class<?> of : classes) {
                CodeSource source = of.getProtectionDomain().getCodeSource();
                if (source == null) {
                    throw new IllegalStateException("Found no code source of " + of + ", expected a jar or a folder.");
                }
                Path place = Path.of(source.getLocation().toURI());
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        update(digest, file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The code cannot be read.", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
    }
}
