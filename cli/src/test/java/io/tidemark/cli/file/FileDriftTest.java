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
