package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    private static final String HEADER = "a,b,c,d,e,y\n";

    @TempDir
    Path folder;

    @Test
    void rowsComeWithLineIdValuesAndLabel() throws IOException {
        List<DataRow> rows = rows(
                Toys.regression("data.id=key"),
                "key,y,e,d,c,b,a,more\nr1,5,3,true,x,2.5,1,!\nr2,6.5,,no,\"y, z\",-1e-3, 4 ,?\n");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).line()).isEqualTo(2);
        assertThat(rows.get(0).id()).contains("r1");
        assertThat(rows.get(0).values()).isEqualTo(Map.of("a", 1.0, "b", 2.5, "c", "x", "d", true, "e", 3.0));
        assertThat(rows.get(0).label()).isEqualTo(5.0);
        assertThat(rows.get(1).values())
                .containsEntry("c", "y, z")
                .containsEntry("a", 4.0)
                .containsEntry("d", false)
                .containsEntry("e", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "na", "NaN", "null", "None", "  "})
    void emptyCellsAndTheirNamesAreMissing(String cell) throws IOException {
        DataRow row = rows(
                        Toys.regression(),
                        HEADER + "1," + cell + "," + cell + "," + cell + "," + cell + "," + cell + "\n")
                .getFirst();

        assertThat(row.values())
                .containsEntry("b", null)
                .containsEntry("c", null)
                .containsEntry("d", null);
        assertThat(row.label()).isNull();
    }

    @Test
    void aNameThatTheManifestListsIsNotMissing() throws IOException {
        ModelManifest manifest = Toys.binary("features.c.categories=[NA, EU]", "target.classes=[none, some]");

        DataRow row = rows(manifest, HEADER + "1,2,NA,true,3,none\n").getFirst();

        assertThat(row.values()).containsEntry("c", "NA");
        assertThat(row.label()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1d", "1f", "2.5D", "0x10", "0x1p3", "1,5", "1 000", "12€"})
    void aTextWhereANumberShouldBeStaysText(String cell) throws IOException {
        assertThat(value("\"" + cell + "\"")).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "-.5, -0.5", "+7, 7", "1E-2, 0.01"})
    void numbersAreReadAsPeopleWriteThem(String cell, double expected) throws IOException {
        assertThat(value(cell)).isEqualTo(expected);
    }

    private @Nullable Object value(String cell) throws IOException {
        return rows(Toys.regression(), HEADER + "1," + cell + ",x,true,3,4\n")
                .getFirst()
                .values()
                .get("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\t\r\n"})
    void anEmptyFileIsRefused(String content) {
        assertThatThrownBy(() -> rows(Toys.regression(), content))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found an empty file")
                .hasMessageContaining("data.csv");
    }

    @Test
    void aHeaderAloneIsRefused() {
        assertThatThrownBy(() -> rows(Toys.regression(), HEADER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found a header and no rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void anotherDelimiterIsSuspected(String delimiter) {
        String csv = (HEADER + "1,2,x,true,3,4\n").replace(",", delimiter);

        assertThatThrownBy(() -> rows(Toys.regression(), csv))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is the delimiter a comma");
    }

    @Test
    void aMissingColumnIsNamedWithTheOneThatItMayBe() {
        assertThatThrownBy(() -> rows(
                        Toys.regression("features.income={type: number}"), "a,b,c,d,e,incom,y\n1,2,x,true,3,4,5\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Missing columns")
                .hasMessageContaining("income (is it incom?)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,x,true,3\n", "1,2,x,true,3,4,5\n", "1\n"})
    void raggedRowsAreRefusedWithTheirLine(String row) {
        assertThatThrownBy(() -> rows(Toys.regression(), HEADER + "1,2,x,true,3,4\n" + row))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.csv")
                .hasMessageContaining("3");
    }

    @Test
    void aColumnThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> rows(Toys.regression(), "a,a,b,c,d,e,y\n1,2,3,x,true,3,4\n"))
                .isInstanceOf(DataException.class);
    }

    @Test
    void aQuoteThatNeverEndsIsRefused() {
        assertThatThrownBy(() -> rows(Toys.regression(), HEADER + "1,2,\"x,true,3,4\n"))
                .isInstanceOf(DataException.class);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertThat(rows(Toys.regression(), "\ufeff" + HEADER + "1,2,x,true,3,4\n"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsEntry("a", 1.0));
    }

    @Test
    void linesMayEndAsOnWindowsAndCellsMayHoldLines() throws IOException {
        List<DataRow> rows = rows(Toys.regression(), "a,b,c,d,e,y\r\n1,2,\"x\r\ny\",true,3,4\r\n\r\n5,6,x,true,3,4");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).values()).containsEntry("c", "x\r\ny");
        assertThat(rows.get(1).line()).isEqualTo(5);
    }

    @Test
    void jsonLinesKeepTheirTypes() throws IOException {
        List<DataRow> rows = rows(Toys.regression(), """
                {"a": 1, "b": 2.5, "c": "x", "d": false, "e": 3, "y": 7, "more": {"x": [1]}}
                {"a": "4", "b": null, "c": 1, "d": "yes", "y": 8.5}
                """);

        assertThat(rows.get(0).values()).isEqualTo(Map.of("a", 1L, "b", 2.5, "c", "x", "d", false, "e", 3L));
        assertThat(rows.get(0).label()).isEqualTo(7.0);
        assertThat(rows.get(1).values())
                .containsEntry("a", 4.0)
                .containsEntry("b", null)
                .containsEntry("c", 1L)
                .containsEntry("d", true)
                .containsEntry("e", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1", "{\"a\": 1}\n{\"a\": }", "{\"a\": 1}\nnonsense", "{\"a\": 1}\n[1]"})
    void brokenJsonIsRefusedWithTheFile(String json) {
        assertThatThrownBy(() -> rows(Toys.regression(), json))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.csv");
    }

    @Test
    void aFeatureThatNoJsonObjectHasIsMissed() {
        assertThatThrownBy(() -> rows(Toys.regression(), "{\"a\": 1, \"b\": 2, \"c\": \"x\", \"d\": true}\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Missing columns")
                .hasMessageContaining(" e");
    }

    private List<DataRow> rows(ModelManifest manifest, String content) throws IOException {
        Path file = folder.resolve("data.csv");
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        List<DataRow> rows = new ArrayList<>();
        new RowReader(manifest, file).forEach(row -> rows.add(Objects.requireNonNull(row)));
        return rows;
    }
}
