package io.tidemark.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDriftTest {
    @TempDir
    Path folder;

    /// SciPy's and Evidently's numbers for 1..100 against 11..110, and for two samples of four categories.
    @Test
    void theNumbersAreThoseOfTheReferenceTools() throws IOException {
        Path reference = file("a.csv", "x\n" + numbers(1, 100));
        Path current = file("b.csv", "x\n" + numbers(11, 110));

        ColumnDrift column =
                FileDrift.of(reference, current).evidently(List.of()).getFirst();

        assertThat(column.kind()).isEqualTo("numeric");
        assertThat(column.method()).isEqualTo("ks");
        assertThat(column.score().orElseThrow()).isCloseTo(0.7020569828664881, within(1e-12));
        assertThat(column.drifted()).isFalse();
        assertThat(column.statistics().get("psi")).isCloseTo(0.2932674137586854, within(1e-12));
        assertThat(column.statistics().get("jensenshannon")).isCloseTo(0.18355145998130695, within(1e-12));
        assertThat(column.statistics().get("wasserstein")).isCloseTo(0.3464274833209975, within(1e-12));
        assertThat(column.statistics().get("ks")).isCloseTo(0.1, within(1e-12));

        ColumnDrift robust =
                FileDrift.of(reference, current).robust(List.of(), 0.05).getFirst();
        assertThat(robust.statistics().get("ks")).isCloseTo(0.1, within(1e-12));
        assertThat(robust.pValues().get("ks")).isCloseTo(0.7020569828664881, within(1e-12));
        assertThat(robust.statistics().get("wasserstein")).isCloseTo(10, within(1e-9));
    }

    @Test
    void categoriesAreComparedByTheirTexts() throws IOException {
        Path reference = file("a.csv", "c\n" + texts("a", 500) + texts("b", 300) + texts("c", 200) + texts("d", 100));
        Path current = file("b.csv", "c\n" + texts("d", 40) + texts("c", 120) + texts("b", 160) + texts("a", 120));

        ColumnDrift evidently =
                FileDrift.of(reference, current).evidently(List.of()).getFirst();
        assertThat(evidently.kind()).isEqualTo("category");
        assertThat(evidently.statistics().get("psi")).isCloseTo(0.15589076619017517, within(1e-12));
        assertThat(evidently.statistics().get("jensenshannon")).isCloseTo(0.13899356394279969, within(1e-12));
        assertThat(evidently.statistics()).doesNotContainKeys("wasserstein", "ks");

        ColumnDrift robust =
                FileDrift.of(reference, current).robust(List.of(), 0.05).getFirst();
        assertThat(robust.statistics().get("chi_square")).isCloseTo(47.00210378681628, within(1e-9));
        assertThat(robust.pValues().get("chi_square")).isCloseTo(3.47202740426685e-10, within(1e-18));
        assertThat(robust.drifted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|", ","})
    void theSeparatorIsFound(String separator) throws IOException {
        Path reference = file("a.csv", "x,c\n1.5,a\n2.5,b\n4,a\n".replace(",", separator));
        ColumnDrift column =
                FileDrift.of(reference, reference).robust(List.of(), 0.05).getFirst();
        assertThat(column.column()).isEqualTo("x");
        assertThat(column.kind()).isEqualTo("numeric");
    }

    @Test
    void numbersWithDecimalCommaAreNumbersBesideSemicolons() throws IOException {
        Path reference = file("a.csv", "x;c\n1,5;a\n2,5;b\n-4,25;a\n");
        Path current = file("b.csv", "x,c\n1.5,a\n2.5,b\n-4.25,a\n");
        ColumnDrift column =
                FileDrift.of(reference, current).robust(List.of(), 0.05).getFirst();
        assertThat(column.kind()).isEqualTo("numeric");
        assertThat(column.statistics().get("ks")).isZero();
    }

    @Test
    void quotesABomAndABlankNameAreRead() throws IOException {
        Path reference = file("a.csv", "\ufeff,\"name, long\"\n1,\"a \"\"quoted\"\"\"\n2,\"b\nb\"\n");
        List<ColumnDrift> columns = FileDrift.of(reference, reference).robust(List.of(), 0.05);
        assertThat(columns).extracting(ColumnDrift::column).containsExactly("column 1", "name, long");
    }

    @Test
    void datesAndIdentifiersAreComparedOnlyWhenNamed() throws IOException {
        String head = "day,id,x\n";
        Path reference = file("a.csv", head + rows("2026-01-%02d,a-%d,%d\n"));
        Path current = file("b.csv", head + rows("2026-02-%02d,b-%d,%d\n"));
        FileDrift files = FileDrift.of(reference, current);
        assertThat(files.robust(List.of(), 0.05))
                .extracting(ColumnDrift::column)
                .containsExactly("x");
        assertThat(files.unmatched()).containsOnlyKeys("day", "id");
        assertThat(files.robust(List.of("day"), 0.05).getFirst().drifted()).isTrue();
    }

    private static String rows(String format) {
        return IntStream.range(0, 80)
                .mapToObj(i -> String.format(Locale.ROOT, format, 1 + i % 28, i, i % 7))
                .collect(Collectors.joining());
    }

    /// Each pair of columns has a result in both modes, and each number in it is one.
    @ParameterizedTest
    @CsvSource({
        "'NA NA NA', 'NA NA NA'",
        "'1 2 3', 'NA NA NA'",
        "'NA NA NA', '1 2 3'",
        "'5 5 5 5', '5 5 5'",
        "'5 5 5 5', '6 6 6'",
        "'1 2 inf -inf nan', '1 2 3 inf inf'",
        "'inf inf', 'inf -inf'",
        "'1', '2'",
        "'true false true', 'TRUE False false'",
        "'a a b', 'x y z'",
        "'a a a', 'a a a'",
        "'1 2 3', 'a b c'",
        "'1e308 -1e308 0', '1e308 1e308 -1e308'",
        "'0 0 0 0 1e6', '0 0 0 0 0'",
        "'4.9e-324 0', '-0.0 0'"
    })
    void everyPairOfColumnsHasADefinedResult(String before, String now) throws IOException {
        Path reference = file("a.csv", "x,y\n" + column(before));
        Path current = file("b.csv", "x,y\n" + column(now));
        FileDrift files = FileDrift.of(reference, current);
        for (ColumnDrift column : List.of(
                files.robust(List.of("x"), 0.05).getFirst(),
                files.evidently(List.of("x")).getFirst())) {
            assertThat(column.statistics().values())
                    .allSatisfy(value -> assertThat(value).isFinite());
            assertThat(column.pValues().values())
                    .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
            column.score().ifPresent(score -> assertThat(score).isFinite());
            assertThat(column.reason()).isNotBlank();
        }
    }

    private static String column(String cells) {
        return java.util.Arrays.stream(cells.split(" "))
                .map(cell -> cell + ",1\n")
                .collect(Collectors.joining());
    }

    @Test
    void aFileOfAnotherEncodingIsRefusedWithWhatToDo() throws IOException {
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, new byte[] {'x', '\n', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> FileDrift.of(latin, latin))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected text in UTF-8");
    }

    @Test
    void aSmallShiftThatIsCertainIsNoDriftAndALargeOneIs() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path reference = gaussian("a.csv", random, 0, 20_000);

        ColumnDrift small = FileDrift.of(reference, gaussian("b.csv", random, 0.05, 20_000))
                .robust(List.of("x"), 0.05)
                .getFirst();
        ColumnDrift large = FileDrift.of(reference, gaussian("c.csv", random, 0.5, 20_000))
                .robust(List.of("x"), 0.05)
                .getFirst();
        ColumnDrift chance = FileDrift.of(reference, gaussian("d.csv", random, 0, 30))
                .robust(List.of("x"), 0.05)
                .getFirst();

        assertThat(small.drifted()).isFalse();
        assertThat(small.reason()).startsWith("small, and no chance");
        assertThat(large.drifted()).isTrue();
        assertThat(chance.drifted()).isFalse();
        assertThat(chance.statistics().get("psi")).isGreaterThan(0.1);
        assertThat(chance.reason()).startsWith("large, and possible by chance");
    }

    /// Each of these is a defined answer, never NaN and no exception.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 1 1 1 1 | 1 1 1 1 1",
                "1 1 1 1 1 | 2 2 2 2 2",
                "1 2 3 4 5 | NA NA NA NA NA",
                "NA NA NA | 1 2 3",
                "NA NA NA | NA NA NA",
                "a a a a | a a a a",
                "a a a a | b b b b",
                "a b c | NA NA NA",
                "1 2 inf -inf | 1 2 3 4",
                "1 2 3 1e308 | -1e308 1 2 3",
                "1 | 2",
                "1 2 x | 1 2 3",
                "0 0 0 0 0 0 0 0 0 1 | 0 0 0 0 0 0 0 0 1 1e6"
            })
    void oddColumnsHaveDefinedResults(String reference, String current) throws IOException {
        FileDrift files = FileDrift.of(
                file("a.csv", "x\n" + reference.strip().replace(' ', '\n') + "\n"),
                file("b.csv", "x\n" + current.strip().replace(' ', '\n') + "\n"));

        for (ColumnDrift column : List.of(
                files.robust(List.of(), 0.05).getFirst(),
                files.evidently(List.of()).getFirst())) {
            assertThat(column.statistics().values())
                    .allSatisfy(value -> assertThat(value).isFinite());
            assertThat(column.pValues().values())
                    .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
            assertThat(column.reason()).isNotEmpty();
        }
    }

    @Test
    void columnsThatOneFileLacksAreNamed() throws IOException {
        FileDrift files = FileDrift.of(file("a.csv", "x,y\n1,2\n"), file("b.csv", "z,x\n1,2\n"));

        assertThat(files.unmatched())
                .containsEntry("y", "only in the reference")
                .containsKey("z")
                .hasSize(2);
        assertThat(files.robust(List.of(), 0.05))
                .extracting(ColumnDrift::column)
                .containsExactly("x");
        assertThatThrownBy(() -> files.robust(List.of("y"), 0.05))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Found no column 'y' in")
                .hasMessageContaining("z, x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | empty file",
                "x | no rows below",
                "x;y;1;2 | no rows below",
                "x,y;1 | 1 cells in",
                "x,x;1,2 | column 'x' twice"
            })
    void filesThatAreNoTablesAreRefused(String content, String words) throws IOException {
        Path good = file("good.csv", "x\n1\n");
        Path bad = file("bad.csv", content.startsWith("x;y") ? "x;y\n" : content.replace(';', '\n'));

        assertThatThrownBy(() -> FileDrift.of(good, bad))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(words)
                .hasMessageContaining("bad.csv");
    }

    private Path gaussian(String name, SplittableRandom random, double shift, int rows) throws IOException {
        return file(
                name,
                "x\n"
                        + IntStream.range(0, rows)
                                .mapToObj(i -> String.format(Locale.ROOT, "%.6f", random.nextGaussian() + shift))
                                .collect(Collectors.joining("\n"))
                        + "\n");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).collect(Collectors.joining("\n")) + "\n";
    }

    private static String texts(String text, int count) {
        return (text + "\n").repeat(count);
    }
}
