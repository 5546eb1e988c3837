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
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(parts.getFirst().metrics().report().values())
                .containsEntry("mae", 4.0)
                .containsEntry("bias", (2 + 0 - 10) / 3.0);
        assertThat(parts.getFirst().metrics().rows()).isEqualTo(3);
        assertThat(parts.getFirst().metrics().rejected()).isEqualTo(2);
        assertThat(parts.get(3).metrics().report().values().get("mae")).isEqualTo(5.0);
        assertThat(parts.get(1).metrics().rows()).isZero();
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
        Part third = FileEvaluation.of(
                        file, new Options(Kind.BINARY, "y", "p", Optional.empty(), Optional.of("yes"), 0.35))
                .getFirst();

        assertThat(half.metrics().report().values())
                .containsEntry("recall", 0.5)
                .containsEntry("auc", 0.75);
        assertThat(scores(half, "positive").precision()).isEqualTo(1);
        assertThat(scores(half, "negative").recall()).isEqualTo(1);
        assertThat(third.metrics().report().values())
                .containsEntry("recall", 1.0)
                .containsEntry("auc", 0.75);
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

        assertThat(all.metrics().report().values()).containsEntry("accuracy", 0.5);
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
        assertThatThrownBy(() -> FileEvaluation.of(
                        file, new Options(Kind.REGRESSION, "y", "z", Optional.empty(), Optional.empty(), 0.5)))
                .hasMessageContaining("Found 'text' in column z, expected numbers");
        assertThatThrownBy(() -> FileEvaluation.of(
                        file, new Options(Kind.BINARY, "z", "p", Optional.empty(), Optional.empty(), 0.5)))
                .hasMessageContaining("--positive");
        assertThatThrownBy(() -> FileEvaluation.of(
                        file, new Options(Kind.REGRESSION, "nope", "p", Optional.empty(), Optional.empty(), 0.5)))
                .hasMessageContaining("Found no column 'nope'");
    }

    private static ClassScores scores(Part part, String name) {
        return Objects.requireNonNull(part.classes().get(name));
    }

    private static Options options(Kind kind, Optional<String> segment) {
        return new Options(kind, "y", "p", segment, Optional.empty(), 0.5);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), content);
    }
}
