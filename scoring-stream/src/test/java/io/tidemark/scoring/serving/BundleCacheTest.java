package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.bundle.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
    private static final int SIZE = 1_000;

    @TempDir
    private Path folder;

    @Test
    void whatWasUsedLeastRecentlyMakesRoom() throws IOException {
        BundleCache cache = new BundleCache(folder, 2 * SIZE);
        String first = keep(cache, 1, Set.of());
        String second = keep(cache, 2, Set.of());
        assertThat(cache.get(first)).as("used again").isNotNull();
        setUsed(second, 2);

        String third = keep(cache, 3, Set.of());

        assertThat(cache.get(second)).isNull();
        assertThat(cache.get(first)).isNotNull();
        assertThat(cache.get(third)).isNotNull();
    }

    @Test
    void whatServesStaysWhateverTheBound() throws IOException {
        BundleCache cache = new BundleCache(folder, 0);
        String serving = keep(cache, 1, Set.of());
        String old = keep(cache, 2, Set.of(serving));

        String newest = keep(cache, 3, Set.of(serving));

        assertThat(cache.get(serving)).isNotNull();
        assertThat(cache.get(old)).isNull();
        assertThat(cache.get(newest)).isNotNull();
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsRemoved() throws IOException {
        Path abandoned = Files.createFile(folder.resolve("incoming-1.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.EPOCH));
        Path underWay = Files.createFile(folder.resolve("incoming-2.part"));

        keep(new BundleCache(folder, SIZE), 1, Set.of());

        assertThat(abandoned).doesNotExist();
        assertThat(underWay).exists();
    }

    /// Keeps a bundle that was used as many seconds after 1970 as its number says.
    private String keep(BundleCache cache, int number, Set<String> inUse) throws IOException {
        byte[] bundle = new byte[SIZE];
        bundle[0] = (byte) number;
        String sha256 = Sha256.of(bundle);
        cache.keep(bundle, sha256, inUse);
        setUsed(sha256, number);
        return sha256;
    }

    private void setUsed(String sha256, int epochSecond) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(sha256 + ".bundle"), FileTime.from(Instant.ofEpochSecond(epochSecond)));
    }
}
