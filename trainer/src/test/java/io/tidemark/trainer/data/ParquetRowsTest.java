package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Parquet that somebody else wrote: the files of the folder `parquet` are DuckDB's.
class ParquetRowsTest {
    @TempDir
    Path folder;

    @Test
    void typedValuesAreThoseOfEvents() throws IOException {
        List<DataRow> rows = rows(Toys.regression(), "typed.parquet");

        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst().line()).isEqualTo(1);
        assertThat(rows.getFirst().values())
                .containsEntry("a", 1L)
                .containsEntry("b", 2.5)
                .containsEntry("c", "x")
                .containsEntry("d", true)
                .containsEntry("e", 3L);
        assertThat(rows.getFirst().label()).isEqualTo(7.25);
        assertThat(rows.get(1).values())
                .containsEntry("a", -2L)
                .containsEntry("b", null)
                .containsEntry("c", "y, z")
                .containsEntry("d", false)
                .containsEntry("e", null);
        assertThat(rows.get(2).values())
                .as("NaN and NA are missing, as in CSV")
                .containsEntry("b", null)
                .containsEntry("c", null)
                .containsEntry("d", null);
        assertThat(rows.get(2).label()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "day, 1767312000000, -86400000",
        "moment, 1767323045678, -1000",
        "zoned, 1767323045000, -1000",
        "n, 10, 12",
        "big, 12345678901234567890.12, -0.01",
        "whole, 18446744073709551615, 0",
    })
    void whereANumberIsWantedTimesAreMillisecondsAndAnyNumberIsOne(String column, double first, double third)
            throws IOException {
        List<DataRow> rows = rows(Toys.regression("features." + column + "={type: number}"), "typed.parquet");

        assertThat(number(rows.getFirst(), column)).isEqualTo(first);
        assertThat(number(rows.get(2), column)).isEqualTo(third);
    }

    @ParameterizedTest
    @CsvSource({
        "day, 2026-01-02",
        "moment, 2026-01-02T03:04:05.678901",
        "zoned, 2026-01-02T03:04:05Z",
        "clock, 10:11:12",
        "uuid, 00112233-4455-6677-8899-aabbccddeeff",
        "n, 10",
        "d, true",
        "blob, a",
    })
    void whereTextIsWantedTimesAreIso(String column, String expected) throws IOException {
        ModelManifest manifest = Toys.regression(
                "features." + column + "={type: category, categories: [some], unseen: accept}", "data.id=" + column);

        DataRow first = rows(manifest, "typed.parquet").getFirst();

        assertThat(first.values()).containsEntry(column, expected);
        assertThat(first.id()).contains(expected);
    }

    @Test
    void timesOrderRows() throws IOException {
        DataRow first = rows(Toys.regression("split.by=time", "split.column=moment"), "typed.parquet")
                .getFirst();

        assertThat(RowTime.of(first.time())).hasValue(1_767_323_045_678.0);
    }

    @Test
    void aTimeOfDayIsNoNumber() throws IOException {
        assertThat(rows(Toys.regression("features.clock={type: number}"), "typed.parquet")
                        .getFirst()
                        .values())
                .containsEntry("clock", "10:11:12");
    }

    @Test
    void listsAreRefusedOnlyWhereTheyAreAskedFor() {
        assertThatThrownBy(() -> rows(Toys.regression("features.list={type: number}"), "typed.parquet"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column list")
                .hasMessageContaining("nested");
    }

    @Test
    void aMissingColumnIsNamed() {
        assertThatThrownBy(() -> rows(Toys.regression("features.income={type: number}"), "typed.parquet"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Missing columns")
                .hasMessageContaining("income");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4_raw", "uncompressed"})
    void usualCompressionsAreRead(String codec) throws IOException {
        List<DataRow> rows = rows(Toys.regression(), codec + ".parquet");

        assertThat(rows).hasSize(90);
        assertThat(rows.get(89).line()).isEqualTo(90);
        assertThat(rows.get(89).values()).containsEntry("a", 89L).containsEntry("b", 5.0);
        assertThat(rows.get(89).label()).isEqualTo(133.5);
    }

    @Test
    void anotherCompressionIsNamed() {
        assertThatThrownBy(() -> rows(Toys.regression(), "brotli.parquet"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("BROTLI")
                .hasMessageContaining("zstd");
    }

    /// Whatever is cut off or altered: a clear word, and never a wrong row without one.
    @Test
    void aBrokenFileIsRefused() throws IOException {
        byte[] whole = resource("zstd.parquet");
        List<DataRow> expected = rows(Toys.regression(), "zstd.parquet");
        for (int length = 4; length < whole.length; length += 37) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> rows(Toys.regression(), part))
                    .as("cut at %d", part.length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("data.parquet");
        }
        int refused = 0;
        for (int at = 8; at < whole.length - 8; at += 5) {
            byte[] altered = whole.clone();
            altered[at] ^= 0x55;
            try {
                assertThat(rows(Toys.regression(), altered)).hasSizeLessThanOrEqualTo(expected.size());
            } catch (DataException e) {
                refused++;
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(refused).isPositive();
    }

    private static double number(DataRow row, String column) {
        return ((Number) Objects.requireNonNull(row.values().get(column))).doubleValue();
    }

    private List<DataRow> rows(ModelManifest manifest, String resource) throws IOException {
        return rows(manifest, resource(resource));
    }

    private List<DataRow> rows(ModelManifest manifest, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("data.parquet"), content);
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, file).forEach(row -> rows.add(Objects.requireNonNull(row)));
        return rows;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ParquetRowsTest.class.getResourceAsStream("/parquet/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
