package io.tidemark.trainer.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.DataFinding.Severity;
import io.tidemark.trainer.data.LocatedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataReadingTest {
    private static final String HEADER = "id,area,rooms,city,garden,price";
    private static final String YAML = """
            name: prices
            task: regression
            data: {source: prices.csv, id: id}
            target: {name: price}
            features:
              area: {type: number, range: [0, 10000]}
              rooms: {type: integer}
              city: {type: category, categories: [north, south, west], unseen: accept}
              garden: {type: boolean}
            selection: {algorithms: {ridge: {}}}
            """;

    @TempDir
    Path folder;

    @Test
    void goodDataIsReadWithoutAWord() throws IOException {
        CheckedData data = read(regression(), HEADER, 1_200, DataReadingTest::good);

        assertThat(data.findings()).isEmpty();
        assertThat(data.table().rows()).isEqualTo(1_200);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertThat(refusal(regression(), file(""))).hasMessageContaining("empty file");
    }

    @Test
    void aHeaderWithoutRowsIsRefused() throws IOException {
        assertThat(refusal(regression(), file(HEADER + "\n"))).hasMessageContaining("a header and no rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void anotherDelimiterIsNamed(String delimiter) throws IOException {
        DataException refusal =
                refusal(regression(), file((HEADER + "\n" + good(1) + "\n" + good(2) + "\n").replace(",", delimiter)));

        assertThat(errors(refusal)).containsExactly("delimiter");
        assertThat(refusal).hasMessageContaining("'" + delimiter + "' between the columns");
    }

    @Test
    void missingAndRenamedColumnsComeOutTogether() throws IOException {
        DataException refusal =
                refusal(regression(), file("nr,aera,rooms,town,garden,Price\n" + good(1) + "\n" + good(2) + "\n"));

        assertThat(errors(refusal))
                .containsExactly("missing-column", "missing-column", "missing-column", "missing-column");
        assertThat(refusal)
                .hasMessageContaining("for 4 reasons:")
                .hasMessageContaining("feature area: found no such column")
                .hasMessageContaining("was it renamed to aera?")
                .hasMessageContaining("feature city")
                .hasMessageContaining("target price")
                .hasMessageContaining("data.id id");
    }

    @Test
    void aColumnThatStandsTwiceIsRefused() throws IOException {
        DataException refusal = refusal(regression(), file(HEADER + ",area\n" + good(1) + ",1\n" + good(2) + ",1\n"));

        assertThat(errors(refusal)).containsExactly("double-column");
    }

    @Test
    void textInNumbersOfSeveralColumnsComesOutTogether() throws IOException {
        DataException refusal =
                refusal(regression(), HEADER, 300, i -> i + ",much," + i % 5 + ".5,north,perhaps," + (100 + i));

        assertThat(errors(refusal)).contains("refused-values", "refused-values", "refused-values");
        assertThat(refusal)
                .hasMessageContaining("feature area: found 300 of 300 rows")
                .hasMessageContaining("line 2: Feature area: Found 'much' of type string, expected a number")
                .hasMessageContaining("feature rooms")
                .hasMessageContaining("feature garden");
    }

    @Test
    void aFewBadRowsAreLeftOutAndSaid() throws IOException {
        CheckedData data =
                read(regression(), HEADER, 1_200, i -> i % 100 == 0 ? good(i).replace("true", "perhaps") : good(i));

        assertThat(checks(data.findings())).containsExactly("refused-values");
        assertThat(data.table().rows()).isBetween(1_188, 1_200);
    }

    @Test
    void moreRowsThanWantedAreSampledAndSaid() throws IOException {
        CheckedData data = read(
                ManifestReader.read("prices.yaml", YAML, List.of("data.max_rows=1100")),
                HEADER,
                3_000,
                i -> i % 100 == 0 ? good(i).replace("true", "perhaps") : good(i));

        assertThat(checks(data.findings())).containsExactlyInAnyOrder("refused-values", "max-rows");
        assertThat(data.findings())
                .anySatisfy(finding -> assertThat(finding.message())
                        .contains("that can be used, expected at most 1100")
                        .contains("data.max_rows"));
        assertThat(data.table().rows()).isEqualTo(1_100);
        assertThat(data.table().counts().read()).isEqualTo(3_000);
    }

    @Test
    void aColumnWithoutAnyValueIsRefused() throws IOException {
        DataException refusal = refusal(regression(), HEADER, 300, i -> good(i).replaceFirst("^(\\d+),[^,]*", "$1,"));

        assertThat(errors(refusal)).containsExactly("all-missing");
        assertThat(refusal).hasMessageContaining("feature area: found no value in any of 300 rows");
    }

    @Test
    void labelsThatAreAllMissingAreRefused() throws IOException {
        DataException refusal = refusal(regression(), HEADER, 300, i -> good(i).replaceFirst("[^,]*$", ""));

        assertThat(errors(refusal)).containsExactly("all-missing");
        assertThat(refusal).hasMessageContaining("target price: found 300 rows without label");
    }

    @Test
    void manyMissingValuesAndConstantColumnsAreWarnedOf() throws IOException {
        CheckedData data = read(regression(), HEADER, 1_200, i -> {
            String row = good(i).replace(",true,", ",false,");
            return i % 3 == 0 ? row : row.replaceFirst("^(\\d+),[^,]*", "$1,");
        });

        assertThat(checks(data.findings())).containsExactlyInAnyOrder("missing-values", "constant");
        assertThat(data.findings())
                .extracting(DataFinding::place)
                .containsExactlyInAnyOrder("feature area", "feature garden");
    }

    @ParameterizedTest
    @CsvSource({"50, ERROR", "99, ERROR", "100, WARNING", "999, WARNING"})
    void fewRowsAreRefusedOrWarnedOf(int rows, Severity severity) throws IOException {
        List<DataFinding> findings = findings(regression(), HEADER, rows, DataReadingTest::good);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("few-rows");
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.found()).startsWith(rows + " ");
        });
    }

    @Test
    void aTargetOfOneClassIsRefused() throws IOException {
        DataException refusal = refusal(binary(), HEADER, 300, i -> labelled(i, "no"));

        assertThat(errors(refusal)).containsExactly("single-label");
        assertThat(refusal).hasMessageContaining("only the class no");
    }

    @ParameterizedTest
    @CsvSource({"9, rare-class, ERROR", "12, rare-class, WARNING"})
    void aRareClassIsRefusedOrWarnedOf(int rare, String check, Severity severity) throws IOException {
        List<DataFinding> findings = findings(binary(), HEADER, 2_000, i -> labelled(i, i < rare ? "yes" : "no"));

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.severity()).isEqualTo(severity);
        });
    }

    @Test
    void aTargetThatIsAlwaysTheSameIsRefused() throws IOException {
        assertThat(errors(refusal(regression(), HEADER, 300, i -> labelled(i, "7"))))
                .containsExactly("single-label");
    }

    @Test
    void rowsThatAreEqualAreCounted() throws IOException {
        CheckedData data =
                read(regression(), HEADER, 1_500, i -> i + good(i % 1_200).replaceFirst("^\\d+", ""));

        assertThat(checks(data.findings())).containsExactly("duplicates");
        assertThat(data.findings().getFirst().found()).startsWith("300 of 1500");
    }

    @Test
    void aFeatureThatIsTheTargetIsALeak() throws IOException {
        CheckedData data =
                read(regression(), HEADER, 1_200, i -> i + "," + i + ".5," + i % 7 + ",north,true," + i + ".5");

        assertThat(leaks(data)).containsExactly("feature area");
        assertThat(data.findings().stream()
                        .filter(f -> f.check().equals("leak"))
                        .findFirst()
                        .orElseThrow()
                        .found())
                .contains("the target's own value");
    }

    @Test
    void aFeatureThatIsOrderedAsTheTargetIsALeak() throws IOException {
        assertThat(leaks(read(
                        regression(),
                        HEADER,
                        1_200,
                        i -> i + "," + i + "," + i % 7 + ",north,true," + Math.exp(i / 90.0))))
                .containsExactly("feature area");
        assertThat(leaks(read(
                        binary(),
                        HEADER,
                        1_200,
                        i -> i + "," + i + "," + i % 7 + ",north,true," + (i > 800 ? "no" : "yes"))))
                .containsExactly("feature area");
    }

    @Test
    void aCategoryThatSaysTheClassIsALeak() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        assertThat(leaks(read(binary(), HEADER, 1_200, i -> {
                    boolean yes = random.nextInt(3) == 0;
                    return i + "," + random.nextInt(900) + "," + random.nextInt(7) + "," + (yes ? "west" : "south")
                            + ",true," + (yes ? "yes" : "no");
                })))
                .containsExactly("feature city");
    }

    @Test
    void goodFeaturesAreNoLeaks() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        assertThat(leaks(read(
                        regression(),
                        HEADER,
                        1_200,
                        i -> i + "," + i + "," + i % 7 + ",north,true," + (i + random.nextDouble(300)))))
                .isEmpty();
    }

    @Test
    void timesToSplitByAreReadWithTheRows() throws IOException {
        String[] times = {"2024-03-01", "2024-03-01 12:00:00", "2024-03-01T12:00:00Z", "2024-03-01T12:00:00+01:00"};
        CheckedData data = read(byTime(), HEADER + ",at", 1_200, i -> good(i) + "," + times[i % times.length]);

        assertThat(data.table().time(0))
                .isEqualTo((double) Instant.parse("2024-03-01T00:00:00Z").toEpochMilli());
        assertThat(data.table().time(1)).isEqualTo(data.table().time(2));
        assertThat(data.table().time(3)).isEqualTo(data.table().time(2) - 3_600_000);
        assertThat(read(byTime(), HEADER + ",at", 1_200, i -> good(i) + "," + i)
                        .table()
                        .time(7))
                .isEqualTo(7);
    }

    @Test
    void timesThatAreNoneAreRefused() throws IOException {
        DataException refusal = refusal(byTime(), HEADER + ",at", 300, i -> good(i) + ",yesterday");

        assertThat(errors(refusal)).contains("refused-values");
        assertThat(refusal).hasMessageContaining("split.column at").hasMessageContaining("'yesterday'");
        assertThat(errors(refusal(byTime(), file(content(HEADER, 300, DataReadingTest::good)))))
                .containsExactly("missing-column");
    }

    private static ModelManifest byTime() {
        return ManifestReader.read("prices.yaml", YAML, List.of("split={by: time, column: at}"));
    }

    @Test
    void jsonLinesAreCheckedAlike() throws IOException {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            json.append("{\"id\": ").append(i).append(", \"aera\": 1, \"rooms\": 2, \"garden\": true, \"price\": 3}\n");
        }
        DataException refusal = refusal(regression(), file(json.toString()));

        assertThat(errors(refusal)).containsExactly("missing-column", "missing-column");
        assertThat(refusal).hasMessageContaining("aera");
    }

    private static String good(int i) {
        SplittableRandom random = new SplittableRandom(i);
        return i + "," + random.nextInt(10, 900) + "." + i % 10 + "," + random.nextInt(1, 9) + ","
                + List.of("north", "south", "west").get(random.nextInt(3)) + "," + random.nextBoolean() + ","
                + random.nextInt(10_000, 900_000);
    }

    private static String labelled(int i, String label) {
        return good(i).replaceFirst("[^,]*$", label);
    }

    private static ModelManifest regression() {
        return ManifestReader.read("prices.yaml", YAML, List.of());
    }

    private static ModelManifest binary() {
        return ManifestReader.read(
                "prices.yaml",
                YAML,
                List.of("task=binary", "target.classes=[no, yes]", "selection.algorithms={logistic: {}}"));
    }

    private static List<String> checks(List<DataFinding> findings) {
        return findings.stream().map(DataFinding::check).toList();
    }

    private static List<String> errors(DataException refusal) {
        return refusal.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(DataFinding::check)
                .toList();
    }

    private static List<String> leaks(CheckedData data) {
        return data.findings().stream()
                .filter(finding -> finding.check().equals("leak"))
                .map(DataFinding::place)
                .toList();
    }

    private List<DataFinding> findings(ModelManifest manifest, String header, int rows, IntFunction<String> row)
            throws IOException {
        try {
            return read(manifest, header, rows, row).findings();
        } catch (DataException e) {
            return e.findings();
        }
    }

    private CheckedData read(ModelManifest manifest, String header, int rows, IntFunction<String> row)
            throws IOException {
        return DataReading.read(manifest, located(file(content(header, rows, row))));
    }

    private DataException refusal(ModelManifest manifest, String header, int rows, IntFunction<String> row)
            throws IOException {
        return refusal(manifest, file(content(header, rows, row)));
    }

    private static DataException refusal(ModelManifest manifest, Path file) {
        DataException refusal =
                catchThrowableOfType(DataException.class, () -> DataReading.read(manifest, located(file)));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private static String content(String header, int rows, IntFunction<String> row) {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < rows; i++) {
            lines.add(row.apply(i));
        }
        return String.join("\n", lines) + "\n";
    }

    private Path file(String content) throws IOException {
        Path file = folder.resolve("prices.csv");
        Files.writeString(file, content);
        return file;
    }

    private static LocatedData located(Path file) {
        return new LocatedData(file, "prices.csv", "0".repeat(64), "test");
    }
}
