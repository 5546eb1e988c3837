package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawStoreTest {
    private static final String CSV = """
            a,b,c,d,e,y,
            1, 2.50 ,"x",true,03,1e2,?

            ,NA,"y, ""z""\r
            w",no,,5,
            -0,+7,null,1,9,6,\u00fcber
            """;

    @TempDir
    Path folder;

    @Test
    void cellsOfCsvStandAsTheyDid() throws IOException {
        Path raw = keep(CSV);

        assertThat(raw).hasFileName(Sha256.of(CSV.getBytes(StandardCharsets.UTF_8)) + ".parquet");
        RowFile rows = RowFile.of(raw);
        assertThat(rows.kind()).isEqualTo(RowFile.Kind.TEXT);
        assertThat(rows.columns()).containsExactly("a", "b", "c", "d", "e", "y", "");
        List<List<Object>> cells = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        rows.forEach(rows.columns(), row -> {
            lines.add(row.line());
            List<Object> cell = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                cell.add(row.cell(i));
            }
            cells.add(cell);
        });
        assertThat(cells)
                .containsExactly(
                        List.of("1", " 2.50 ", "x", "true", "03", "1e2", "?"),
                        List.of("", "NA", "y, \"z\"\r\nw", "no", "", "5", ""),
                        List.of("-0", "+7", "null", "1", "9", "6", "\u00fcber"));
        assertThat(lines).containsExactly(2L, 4L, 6L);
    }

    @Test
    void aReaderFindsTheSameRowsInBoth() throws IOException {
        ModelManifest manifest = Toys.regression("data.id=line");
        String csv = "line,a,b,c,d,e,y\nr1,1, 2.50 ,x,true,03,1e2\nr2,5,NA,\"y, z\",no,,5\nr3,x,1,w,maybe,1.5,\n";

        assertThat(read(manifest, keep(csv))).hasSize(3).isEqualTo(read(manifest, file(csv)));
        assertThat(read(manifest, keep(csv)).get(2).line()).isEqualTo(4);
    }

    @Test
    void valuesOfJsonKeepTheirKind() throws IOException {
        String json = """
                {"a": 1, "b": 2.5, "c": "x", "d": false, "e": 3, "y": 7, "more": {"x": [1]}}
                {"a": "4", "b": null, "c": 1, "d": "yes", "y": 8.5, "e": 12345678901234567890}
                {"a": 1e3, "c": true, "b": -0.1, "d": "1", "e": 1.0, "y": "none"}
                """;
        ModelManifest manifest = Toys.regression();

        Path raw = keep(json);

        assertThat(RowFile.of(raw).kind()).isEqualTo(RowFile.Kind.JSON);
        assertThat(read(manifest, raw)).hasSize(3).isEqualTo(read(manifest, file(json)));
        assertThat(read(manifest, raw).getFirst().values())
                .isEqualTo(Map.of("a", 1L, "b", 2.5, "c", "x", "d", false, "e", 3L));
        assertThat(read(manifest, raw).get(1).values()).containsEntry("c", 1L).containsEntry("a", 4.0);
    }

    @Test
    void columnsThatStandTwiceAreStillTwo() throws IOException {
        assertThat(RowFile.of(keep("a,a,line,a_2,\n1,2,3,4,5\n")).columns())
                .containsExactly("a", "a", "line", "a_2", "");
    }

    @Test
    void rowsAreWrittenOnce() throws IOException {
        Path raw = keep(CSV);
        FileTime then = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(raw, then);

        assertThat(keep(CSV)).isEqualTo(raw);
        assertThat(Files.getLastModifiedTime(raw)).isEqualTo(then);
        assertThat(kept()).hasSize(2);
        assertThat(Files.readString(folder.resolve("raw").resolve(raw.getFileName() + ".sha256")))
                .isEqualTo(Sha256.of(Files.readAllBytes(raw)) + "  " + raw.getFileName() + "\n");
    }

    @Test
    void equalDataGivesEqualFiles() throws IOException {
        byte[] first = Files.readAllBytes(keep(CSV));
        for (Path file : kept()) {
            Files.delete(file);
        }

        assertThat(Files.readAllBytes(keep(CSV))).isEqualTo(first);
    }

    @Test
    void whatACrashOrAHandHasLeftIsNoHarm() throws IOException {
        Path raw = keep(CSV);
        List<DataRow> rows = read(Toys.regression(), raw);
        byte[] whole = Files.readAllBytes(raw);
        Path sum = folder.resolve("raw").resolve(raw.getFileName() + ".sha256");

        Files.delete(sum);
        assertThat(read(Toys.regression(), keep(CSV))).isEqualTo(rows);
        Files.write(raw, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(read(Toys.regression(), keep(CSV))).isEqualTo(rows);
        Files.writeString(sum, "");
        assertThat(read(Toys.regression(), keep(CSV))).isEqualTo(rows);
        Files.delete(raw);
        assertThat(read(Toys.regression(), keep(CSV))).isEqualTo(rows);
        assertThat(sum).exists();
    }

    @Test
    void whatDiedHalfwayIsClearedAwayAfterADay() throws IOException {
        Path old =
                Files.writeString(Files.createDirectories(folder.resolve("raw")).resolve("x.parquet.1.part"), "x");
        Path fresh = Files.writeString(folder.resolve("raw").resolve("x.parquet.2.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        keep(CSV);

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void dataThatCannotBeParsedLeavesNothing() throws IOException {
        for (String bad : List.of("a,b\n1,2\n3\n", "{\"a\": 1}\n{\"a\": }", "a;b\n1,5;2\n")) {
            assertThatThrownBy(() -> keep(bad))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("data.txt");
        }
        assertThat(kept()).isEmpty();
        assertThatThrownBy(() -> keep("a;b\n1,5;2\n")).hasMessageContaining("is the delimiter a comma");
    }

    @Test
    void objectsWithEverNewKeysAreRefused() throws IOException {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i <= JsonRows.MAX_COLUMNS; i++) {
            json.append("{\"k").append(i).append("\": 1}\n");
        }

        assertThatThrownBy(() -> keep(json.toString()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("different keys");
    }

    @Test
    void parquetIsKeptByteByByte() throws IOException {
        byte[] content = ParquetRowsTest.resource("typed.parquet");
        Path file = Files.write(folder.resolve("typed.parquet"), content);

        Path raw = store(Progress.NONE).keep(new LocatedData(file, "typed.parquet", Sha256.of(content), "a test"));

        assertThat(raw).hasFileName(Sha256.of(content) + ".parquet").hasBinaryContent(content);
        assertThat(kept()).containsExactly(raw);
        Files.writeString(raw, "altered");
        assertThat(store(Progress.NONE).keep(new LocatedData(file, "typed.parquet", Sha256.of(content), "a test")))
                .hasBinaryContent(content);
    }

    @Test
    void longWorkIsHeardOf() throws IOException {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append(i).append(",0.5\n");
        }
        List<Long> heard = new ArrayList<>();
        Path file = file(csv.toString());

        store((what, done, total) -> {
                    assertThat(total).isEqualTo(csv.length());
                    heard.add(done);
                })
                .keep(new LocatedData(file, "data", Sha256.of(csv.toString()), "a test"));

        assertThat(heard).hasSizeGreaterThan(3).isSorted();
        assertThat(heard.getLast()).isEqualTo(csv.length());
    }

    private Path keep(String content) throws IOException {
        return store(Progress.NONE).keep(new LocatedData(file(content), "data", Sha256.of(content), "a test"));
    }

    private RawStore store(Progress progress) {
        return new RawStore(folder.resolve("raw"), progress);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data.txt"), content);
    }

    private static List<DataRow> read(ModelManifest manifest, Path file) {
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, file).forEach(row -> rows.add(Objects.requireNonNull(row)));
        return rows;
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("raw"))) {
            return files.toList();
        }
    }
}
