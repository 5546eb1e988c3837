package io.tidemark.trainer.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that nobody should write.
class ForeignModelsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "import");

    static Stream<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .filter(file -> !file.toString().endsWith(".csv"))
                    .filter(file -> !file.getFileName().toString().startsWith("refused"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void truncatedFilesAreRefusedOrWhole(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int step = Math.max(1, whole.length / 200);
        int refused = 0;
        for (int length = 0; length < whole.length; length += step) {
            refused += isHarmless(Arrays.copyOf(whole, length)) ? 0 : 1;
        }
        assertThat(refused).as("refused truncations").isGreaterThan(50);
    }

    /// Whatever bytes are altered: the file is refused with a message, or gives a kernel that ends.
    @ParameterizedTest
    @MethodSource("models")
    void alteredFilesAreRefusedOrHarmless(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(whole.length);
        int harmless = 0;
        for (int i = 0; i < 400; i++) {
            byte[] altered = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at = random.nextInt(altered.length);
                altered[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(256));
            }
            harmless += isHarmless(altered) ? 1 : 0;
        }
        assertThat(harmless).as("alterations that only change numbers").isPositive();
    }

    private static boolean isHarmless(byte[] file) {
        ForeignModel model;
        Kernel kernel;
        try {
            model = ForeignModels.read(file);
            if (model.width() > 1_000) {
                return false; // refused by its names, or by the manifest
            }
            int[] places = new int[model.width()];
            Arrays.setAll(places, i -> i);
            kernel = model.compile(model.width(), places);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
        double[] margins = new double[kernel.outputs()];
        kernel.margins(new float[model.width()], new int[kernel.scratchLength()], margins);
        assertThat(margins).doesNotContain(Double.NaN);
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<xml/>", "[1]", "PK", "\u0008", "tree", "{}", "{\"learner\":null}"})
    void otherFilesAreRefused(String content) {
        assertThatThrownBy(() -> ForeignModels.read(content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Edits of an XGBoost file, one at a time.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"name\":\"gbtree\"' | '\"name\":\"dart\"' | dart",
                "'\"reg:squarederror\"' | '\"rank:ndcg\"' | rank:ndcg",
                "'\"left_children\":[1,' | '\"left_children\":[0,' | twice",
                "'\"left_children\":[1,' | '\"left_children\":[999999999,' | no node",
                "'\"left_children\":[1,' | '\"left_children\":[-7,' | no node",
                "'\"left_children\":[1,' | '\"left_children\":[' | expected",
                "'\"split_type\":[0,' | '\"split_type\":[1,' | categorical",
                "'\"split_conditions\":[' | '\"split_conditions\":[\"NaN\",' | expected",
            })
    void damagedTreesAreRefusedWithTheReason(String from, String to, String reason) throws IOException {
        String json = Files.readString(GOLDEN.resolve("xgboost-regression.json"));
        assertThat(json).contains(from);

        assertThatThrownBy(() -> ForeignModels.read(json.replace(from, to).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    /// Edits of a LightGBM file, one at a time.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_tree_per_iteration=1 | num_tree_per_iteration=3 | 3 trees per iteration with the objective 'regression'",
                "objective=regression | objective=lambdarank | lambdarank",
                "is_linear=0 | is_linear=1 | linear models",
                "'left_child=' | 'left_child=7 ' | left_child",
                "'threshold=' | 'threshold=x ' | threshold",
                "'leaf_value=' | 'leaf_value=inf ' | leaf_value",
                "end of trees | end of tree | truncated"
            })
    void damagedTextsAreRefusedWithTheReason(String from, String to, String reason) throws IOException {
        String text = Files.readString(GOLDEN.resolve("lightgbm-regression.txt"));
        assertThat(text).contains(from);

        assertThatThrownBy(() -> ForeignModels.read(text.replace(from, to).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
