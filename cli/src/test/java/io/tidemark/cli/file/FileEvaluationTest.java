package io.tidemark.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.cli.UserError;
import io.tidemark.cli.file.FileEvaluation.Kind;
import io.tidemark.cli.file.FileEvaluation.Options;
import io.tidemark.cli.file.FileEvaluation.Part;
import io.tidemark.stats.metric.ClassScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileEvaluationTest {
    @TempDir
    Path folder;

    @Test
    void numbersAreEvaluatedAsAWholeAndBySegment() throws IOException {
        Path file = file("""
                y,p,place
                10,12,north
                20,20,south
                40,30,south
                ,5,north
                5,,
                """);

        List<Part> parts = FileEvaluation.of(file, options(Kind.REGRESSION, Optional.of("place")));

        assertThat(parts).extracting(Part::name).containsExactly("", "(missing)", "north", "south");
        assertThat(parts.getFirst().report().values())
                .containsEntry("mae", 4.0)
                .containsEntry("bias", (2 + 0 - 10) / 3.0);
        assertThat(parts.getFirst().report().rows()).isEqualTo(3);
        assertThat(parts.getFirst().leftOut()).isEqualTo(Map.of(LeftOut.NO_OUTCOME, 1L, LeftOut.NO_PREDICTION, 1L));
        assertThat(parts.get(3).report().values().get("mae")).isEqualTo(5.0);
        assertThat(parts.get(1).report().rows()).isZero();
    }

    @Test
    void probabilitiesAreEvaluatedAtTheThreshold() throws IOException {
        Path file = file("""
                y,p
                yes,0.9
                no,0.4
                yes,0.35
                no,0.1
                """);

        Part half =
                FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())).getFirst();
        Part third =
                FileEvaluation.of(file, binary(Optional.of("yes"), false, 0.35)).getFirst();

        assertThat(half.report().values()).containsEntry("recall", 0.5).containsEntry("auc", 0.75);
        assertThat(scores(half, "positive").precision()).isEqualTo(1);
        assertThat(scores(half, "negative").recall()).isEqualTo(1);
        assertThat(third.report().values()).containsEntry("recall", 1.0).containsEntry("auc", 0.75);
        assertThat(scores(third, "positive").precision()).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void classesAreEvaluatedByTheirNames() throws IOException {
        Path file = file("""
                y,p
                a,a
                b,a
                c,c
                a,b
                """);

        Part all = FileEvaluation.of(file, options(Kind.MULTICLASS, Optional.empty()))
                .getFirst();

        assertThat(all.report().values()).containsEntry("accuracy", 0.5);
        assertThat(all.classes()).containsOnlyKeys("a", "b", "c");
        assertThat(scores(all, "a").precision()).isEqualTo(0.5);
        assertThat(scores(all, "c").f1()).isEqualTo(1);
    }

    @Test
    void columnsThatDoNotFitTheTaskAreRefused() throws IOException {
        Path file = file("y,p,z\n1,0.5,text\n2,0.4,text\n3,0.3,other\n");

        assertThatThrownBy(() -> FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("3 classes in column y");
        assertThatThrownBy(() -> FileEvaluation.of(file, Options.of(Kind.REGRESSION, "y", "z")))
                .hasMessageContaining("Found 'text' in column z, expected numbers");
        assertThatThrownBy(() -> FileEvaluation.of(file, Options.of(Kind.BINARY, "z", "p")))
                .hasMessageContaining("--positive");
        assertThatThrownBy(() -> FileEvaluation.of(file, Options.of(Kind.REGRESSION, "nope", "p")))
                .hasMessageContaining("Found no column 'nope'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.0, 1.0",
        "-1, 1",
        "False, True",
        "false, TRUE",
        "no, yes",
        "N, Y",
        "f, t",
        "negative, Positive",
        "00, 1.00"
    })
    void usualPairsOfClassesNeedNoExplanation(String negative, String positive) throws IOException {
        Path file = file("y,p\n%s,0.9\n%s,0.4\n%s,0.35\n%s,0.1\n".formatted(positive, negative, positive, negative));

        Part all =
                FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())).getFirst();

        assertThat(all.report().values()).containsEntry("auc", 0.75).containsEntry("recall", 0.5);
    }

    @Test
    void otherPairsHaveToBeNamed() throws IOException {
        Path numbers = file("y,p\n1,0.9\n2,0.4\n");
        assertThatThrownBy(() -> FileEvaluation.of(numbers, options(Kind.BINARY, Optional.empty())))
                .hasMessageContaining("Found the classes [1, 2] in column y");
        Part named = FileEvaluation.of(numbers, binary(Optional.of("1.0"), false, 0.5))
                .getFirst();
        assertThat(named.report().values()).containsEntry("auc", 1.0).containsEntry("accuracy", 1.0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "False, 0", "yes, 1"})
    void oneClassAloneHasNoRanks(String only, double outcome) throws IOException {
        Path file = file("y,p\n%s,0.9\n%s,0.4\n".formatted(only, only));

        Part all =
                FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())).getFirst();

        assertThat(all.report().values())
                .doesNotContainKeys("auc", "ks")
                .containsEntry("accuracy", 0.5)
                .containsEntry("recall", outcome / 2)
                .containsEntry("average_precision", outcome);
    }

    @Test
    void answersInPlaceOfProbabilitiesCountAsSure() throws IOException {
        Path file = file("y,p,other\nyes,yes,1\nno,yes,True\nyes,no,false\nno,no,False\n");

        Part all =
                FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())).getFirst();

        assertThat(all.report().values()).containsEntry("accuracy", 0.5).containsEntry("auc", 0.5);
        assertThatThrownBy(() -> FileEvaluation.of(file, Options.of(Kind.BINARY, "y", "other")))
                .hasMessageContaining("in column other, expected numbers");
    }

    @Test
    void scoresOfAnySizeRankAndDecideOnly() throws IOException {
        Path file = file("y,p\n1,3.5\n1,-2\n0,-2\n0,-70\n1,0\n0,-0.0\n");

        Part asProbabilities =
                FileEvaluation.of(file, options(Kind.BINARY, Optional.empty())).getFirst();
        Part asScores =
                FileEvaluation.of(file, binary(Optional.empty(), true, 0)).getFirst();

        assertThat(asProbabilities.leftOut()).isEqualTo(Map.of(LeftOut.OUT_OF_RANGE, 4L));
        assertThat(asScores.rejected()).isZero();
        assertThat(asScores.report().values())
                .containsEntry("auc", 7.0 / 9)
                .containsEntry("accuracy", 4.0 / 6)
                .doesNotContainKeys("log_loss", "brier", "ece");
        assertThat(asScores.detail().orElseThrow().calibration()).isEmpty();
    }

    @Test
    void everyRowThatIsLeftOutHasAReason() throws IOException {
        Path file = file("y,p,w\n1,2,1\nNA,2,1\n1,,1\ninf,2,1\n1,1e71,1\n1,2,0\n1,2,\n");

        Part all = FileEvaluation.of(
                        file,
                        new Options(
                                Kind.REGRESSION,
                                "y",
                                "p",
                                Optional.empty(),
                                Optional.of("w"),
                                Optional.empty(),
                                false,
                                OptionalDouble.empty(),
                                0.95))
                .getFirst();

        assertThat(all.report().rows()).isEqualTo(1);
        assertThat(all.leftOut())
                .isEqualTo(Map.of(
                        LeftOut.NO_OUTCOME, 1L,
                        LeftOut.NO_PREDICTION, 1L,
                        LeftOut.NOT_FINITE, 1L,
                        LeftOut.OUT_OF_RANGE, 1L,
                        LeftOut.NO_WEIGHT, 2L));
    }

    @Test
    void rowsCountByTheirWeight() throws IOException {
        Path weighted = file("y,p,w\n10,12,2\n20,20,1\n40,30,0.5\n");

        Part all = FileEvaluation.of(
                        weighted,
                        new Options(
                                Kind.REGRESSION,
                                "y",
                                "p",
                                Optional.empty(),
                                Optional.of("w"),
                                Optional.empty(),
                                false,
                                OptionalDouble.empty(),
                                0.95))
                .getFirst();

        assertThat(all.report().values().get("mae")).isEqualTo((2 * 2 + 0 + 0.5 * 10) / 3.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void otherSeparatorsShowInTheFirstLine(String separator) throws IOException {
        Path file = file("\uFEFF\"a, comma\",y, p\n\"x;y\",10,12\nz,20,20\n".replace(",", separator));

        Part all = FileEvaluation.of(file, options(Kind.REGRESSION, Optional.empty()))
                .getFirst();

        assertThat(all.report().values()).containsEntry("mae", 1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | Found an empty file",
                "y,p               | Found no rows below the first line",
                "'y,p\n1,2,3'     | Found 3 cells in",
                "'y,p\n,0.5'      | Found nothing in column y",
                "'y,p\n1;2,0.5'   | Found '1;2' in column y, expected numbers",
                "'y,p\n0x10,1'    | Found '0x10' in column y, expected numbers"
            })
    void filesThatCannotBeEvaluatedSayWhy(String content, String message) throws IOException {
        Path file = file(content.replace("\\n", "\n"));
        assertThatThrownBy(() -> FileEvaluation.of(file, options(Kind.REGRESSION, Optional.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private static ClassScores scores(Part part, String name) {
        return Objects.requireNonNull(part.classes().get(name));
    }

    private static Options options(Kind kind, Optional<String> segment) {
        return new Options(
                kind, "y", "p", segment, Optional.empty(), Optional.empty(), false, OptionalDouble.empty(), 0.95);
    }

    private static Options binary(Optional<String> positive, boolean scores, double threshold) {
        return new Options(
                Kind.BINARY,
                "y",
                "p",
                Optional.empty(),
                Optional.empty(),
                positive,
                scores,
                OptionalDouble.of(threshold),
                0.95);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), content);
    }
}
