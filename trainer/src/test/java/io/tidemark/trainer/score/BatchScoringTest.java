package io.tidemark.trainer.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingJob;
import io.tidemark.trainer.pipeline.TrainingPipeline;
import io.tidemark.trainer.step.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchScoringTest {
    @TempDir
    Path folder;

    @Test
    void eachRowHasTheStreamsScoreOrTheStreamsReason() throws IOException {
        ModelBundle bundle = bundle(Toys.regression("selection.algorithms={ridge: {}}", "target.interval=0"));
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, """
                a,b,c,d,e
                1.5,2,x,true,3
                ,2,x,true,3
                4,NA,"y, z",false,
                5,101,x,true,3
                """);
        Path out = folder.resolve("scores.csv");

        BatchScoring.Counts counts = new BatchScoring(bundle).score(data, out, rows -> {});

        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).isEqualTo("row,predicted,lower,upper,error");
        assertThat(lines.get(1)).isEqualTo("2," + streamed(bundle, 1.5, 2.0, "x", true, 3.0) + ",,,");
        assertThat(lines.get(2)).startsWith("3,,,,").contains("the feature is required");
        assertThat(lines.get(3)).isEqualTo("4," + streamed(bundle, 4.0, null, "y, z", false, null) + ",,,");
        assertThat(lines.get(4)).startsWith("5,,,,").contains("expected a number in");
        assertThat(counts.scored()).isEqualTo(2);
        assertThat(counts.refused()).isEqualTo(2);
        assertThat(counts.firstError()).startsWith("line 3: ");
        assertThat(folder.resolve("scores.csv.partial")).doesNotExist();
    }

    @Test
    void twoClassesHaveAProbabilityAndAnAnswer() throws IOException {
        ModelBundle bundle = bundle(Toys.binary("selection.algorithms={logistic: {}}"));
        Path data = folder.resolve("rows.jsonl");
        Files.writeString(data, """
                {"a": 1, "b": 2, "c": "x", "d": true, "e": 3}
                {"a": 9, "b": 4, "c": "w", "d": false, "e": 8}
                """);
        Path out = folder.resolve("scores.csv");

        new BatchScoring(bundle).score(data, out, rows -> {});

        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst()).isEqualTo("row,probability,predicted,error");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            double probability = Double.parseDouble(cells[1]);
            assertThat(cells[2]).isEqualTo(probability >= 0.5 ? "yes" : "no");
        }
        assertThat(Arrays.stream(lines.get(1).split(",", -1)).toList()).hasSize(4);
    }

    @Test
    void severalClassesHaveAnAnswerAndTheProbabilitiesOfAll() throws IOException {
        ModelBundle bundle = bundle(Toys.multiclass("selection.algorithms={logistic: {}}"));
        Path data = folder.resolve("rows.jsonl");
        Files.writeString(data, """
                {"a": 1, "b": 2, "c": "x", "d": true, "e": 3}
                {"b": 4, "c": "w", "d": false, "e": 8}
                """);
        Path out = folder.resolve("scores.csv");

        new BatchScoring(bundle).score(data, out, rows -> {});

        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst())
                .isEqualTo("row,predicted,probability,probability_low,probability_middle,probability_very high,error");
        String[] cells = lines.get(1).split(",", -1);
        List<Double> probabilities =
                Arrays.stream(cells, 3, 6).map(Double::parseDouble).toList();
        assertThat(probabilities.stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(Double.parseDouble(cells[2]))
                .isEqualTo(probabilities.stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElseThrow());
        assertThat(cells[1])
                .isEqualTo(bundle.descriptor().classes().get(probabilities.indexOf(Double.parseDouble(cells[2]))));
        assertThat(lines.get(2)).startsWith("2,,,,,,").contains("the feature is required");
    }

    @Test
    void parquetIsScoredAsOtherFilesAre() throws IOException {
        ModelBundle bundle = bundle(Toys.regression("selection.algorithms={ridge: {}}", "target.interval=0"));
        Path data = folder.resolve("rows.parquet");
        try (var in = BatchScoringTest.class.getResourceAsStream("/parquet/typed.parquet")) {
            Files.write(data, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        Path out = folder.resolve("scores.csv");

        BatchScoring.Counts counts = new BatchScoring(bundle).score(data, out, rows -> {});

        assertThat(Files.readAllLines(out))
                .hasSize(4)
                .contains("1," + streamed(bundle, 1.0, 2.5, "x", true, 3.0) + ",,,")
                .contains("2," + streamed(bundle, -2.0, null, "y, z", false, null) + ",,,");
        assertThat(counts.scored()).isEqualTo(3);
    }

    @Test
    void aFileWithoutAFeaturesColumnLeavesNothingBehind() throws IOException {
        ModelBundle bundle = bundle(Toys.regression("selection.algorithms={ridge: {}}"));
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, "a,c,d,e\n1,x,true,3\n");
        Path out = folder.resolve("scores.csv");

        assertThatThrownBy(() -> new BatchScoring(bundle).score(data, out, rows -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("b");
        assertThat(out).doesNotExist();
        assertThat(folder.resolve("scores.csv.partial")).doesNotExist();
    }

    private static double streamed(ModelBundle bundle, @Nullable Object... values) {
        ModelScorer scorer = bundle.newScorer();
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(bundle.features().get(i).name(), values[i]);
        }
        assertThat(scorer.encode(row)).isNull();
        return scorer.score();
    }

    private ModelBundle bundle(ModelManifest manifest) {
        return new TrainingPipeline(
                        new TrainingJob(
                                "run",
                                manifest,
                                Toys.data(manifest, folder.resolve("cache")),
                                Toys.rows(manifest, folder.resolve("cache")),
                                Optional.empty(),
                                Optional.empty(),
                                Steps.unkept(),
                                2),
                        RunListener.NONE)
                .run()
                .bundle();
    }
}
