package io.tidemark.trainer.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of files and the history of their entities in another.
class ViewRowsTest {
    private static final int ROWS = 400;
    private static final long TTL_MS = 20_000;
    private static final String MANIFEST = """
            name: prices
            task: regression
            target: {name: price}
            selection: {algorithms: {ridge: {}}}
            data: {source: rows.csv, entity: listing, event_time: asked_at}
            features:
              area: {type: number}
              saves: {type: number}
            views:
              stats: {features: [saves], ttl: 20s, defaults: {saves: -1}, history: updates.csv, late: LATE}
            """;

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private final List<Told> told = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    @Test
    void eachRowHasWhatALookThroughAllUpdatesGives() throws IOException {
        draw();

        CheckedData read = read("use");

        assertThat(read.table().rows()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(read.table().features().column(1)[row])
                    .as("row %s", row)
                    .isEqualTo(naive(asked.get(row), false));
        }
    }

    @Test
    void withLateUpdatesIgnoredEachRowHasWhatWasKnown() throws IOException {
        draw();

        CheckedData read = read("ignore");

        for (int row = 0; row < ROWS; row++) {
            assertThat(read.table().features().column(1)[row]).as("row %s", row).isEqualTo(naive(asked.get(row), true));
        }
        assertThat(read.data().sha256()).isNotEqualTo(read("use").data().sha256());
    }

    @Test
    void updateAMillisecondAfterARowChangesNothing() throws IOException {
        draw();
        CheckedData before = read("use");

        long last = asked.stream().mapToLong(Asked::atMs).max().orElseThrow();
        for (Asked row : List.copyOf(asked)) {
            told.add(new Told(row.listing(), last + 1, last + 1, "99"));
        }

        CheckedData after = read("use");
        assertThat(after.table().features().column(1))
                .isEqualTo(before.table().features().column(1));
        assertThat(after.data().sha256()).isEqualTo(before.data().sha256());
    }

    @Test
    void valueOfARowWinsOverItsHistory() throws IOException {
        draw();

        CheckedData read = read("use", "area,saves,listing,asked_at,price", "77");

        assertThat(read.table().features().column(1)).containsOnly(77);
    }

    @Test
    void entitiesThatAreNoneOfTheUpdatesAreSaid() throws IOException {
        draw();
        told.replaceAll(update -> new Told("x" + update.listing(), update.atMs(), update.arrivedMs(), update.saves()));
        told.add(new Told("a", 0, 0, "1"));

        assertThat(read("use").findings()).extracting(DataFinding::check).contains("view-misses");
    }

    @Test
    void historyWithoutItsColumnsSaysWhichItNeeds() throws IOException {
        draw();
        Files.writeString(folder.resolve("updates.csv"), "listing,when,saves\na,1,1\n");

        assertThatThrownBy(() -> locator().history(manifest("use")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found no column asked_at")
                .hasMessageContaining("data.entity and data.event_time");
    }

    /// Updates and rows of four listings over five minutes; updates arrive up to 40 s late, a fifth of them take back.
    private void draw() {
        for (int i = 0; i < 2_000; i++) {
            long at = 1_000L * random.nextInt(300);
            String saves = random.nextInt(5) == 0 ? "null" : Integer.toString(random.nextInt(50));
            told.add(new Told(listing(), at, at + random.nextInt(40_000), saves));
        }
        for (int i = 0; i < ROWS; i++) {
            asked.add(new Asked(listing(), 250L * random.nextInt(1_400)));
        }
    }

    private String listing() {
        return String.valueOf("abcd".charAt(random.nextInt(4)));
    }

    private CheckedData read(String late) throws IOException {
        return read(late, "area,listing,asked_at,price", "");
    }

    private CheckedData read(String late, String header, String saves) throws IOException {
        StringBuilder rows = new StringBuilder(header).append('\n');
        for (int i = 0; i < asked.size(); i++) {
            rows.append(i).append(',').append(saves.isEmpty() ? "" : saves + ",");
            rows.append(asked.get(i).listing()).append(',').append(asked.get(i).atMs());
            rows.append(',').append(100 + (i * 7) % 90).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        StringBuilder updates = new StringBuilder("listing,asked_at,arrival_time,saves\n");
        told.forEach(update -> updates.append(update.listing())
                .append(',')
                .append(update.atMs())
                .append(',')
                .append(update.arrivedMs())
                .append(',')
                .append(update.saves())
                .append('\n'));
        Files.writeString(folder.resolve("updates.csv"), updates);
        ModelManifest manifest = manifest(late);
        return DataReading.read(manifest, locator().locate(manifest), locator().history(manifest));
    }

    private static ModelManifest manifest(String late) {
        return ManifestReader.read("prices", MANIFEST.replace("LATE", late), List.of());
    }

    private DataLocator locator() {
        return new DataLocator(folder.resolve("cache"), List.of(folder), Progress.NONE);
    }

    /// The rule as a sentence: of the updates of the listing up to the row's time, and where it matters known by then,
    /// the one of the latest time, of these the last to arrive; unless it is too old or took the value back.
    private double naive(Asked row, boolean asKnown) {
        Told latest = null;
        for (Told update : told) {
            if (update.listing().equals(row.listing())
                    && update.atMs() <= row.atMs()
                    && (!asKnown || update.arrivedMs() <= row.atMs())
                    && (latest == null
                            || update.atMs() > latest.atMs()
                            || (update.atMs() == latest.atMs()
                                    && (!asKnown || update.arrivedMs() >= latest.arrivedMs())))) {
                latest = update;
            }
        }
        return latest == null
                        || row.atMs() - latest.atMs() > TTL_MS
                        || latest.saves().equals("null")
                ? -1
                : Double.parseDouble(latest.saves());
    }

    private record Told(String listing, long atMs, long arrivedMs, String saves) {}

    private record Asked(String listing, long atMs) {}
}
