package io.tidemark.trainer.data;

import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.Range;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws rows from a manifest: features from their typical ranges, a target that depends on them smoothly, with noise.
/// Enough to try the whole loop on; nothing to learn about the world. Equal on every machine, therefore strict
/// arithmetic.
final class SyntheticData {
    private static final int WAVES = 6;
    private static final double NOISE = 0.15;
    private static final double MISSING_SHARE = 0.01;

    private final ModelManifest manifest;
    private final SplittableRandom random;
    private final double[][] waves;

    private SyntheticData(ModelManifest manifest, DataSource.Synthetic source) {
        this.manifest = manifest;
        this.random = new SplittableRandom(source.seed());
        this.waves = new double[WAVES][manifest.features().size() + 1];
        for (double[] wave : waves) {
            for (int i = 0; i < wave.length; i++) {
                wave[i] = random.nextDouble(-2, 2);
            }
        }
    }

    static void write(ModelManifest manifest, DataSource.Synthetic source, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            new SyntheticData(manifest, source).write(source.rows(), out);
        } catch (IOException e) {
            throw new DataException("The file " + file + " cannot be written: " + e, e);
        }
    }

    private void write(int rows, BufferedWriter out) throws IOException {
        List<String> header = new ArrayList<>();
        manifest.features().forEach(feature -> header.add(quoted(feature.name())));
        header.add(quoted(manifest.target().name()));
        out.write(String.join(",", header) + "\n");
        double[] unit = new double[manifest.features().size()];
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < unit.length; i++) {
                unit[i] = random.nextDouble();
                FeatureSpec feature = manifest.features().get(i);
                boolean missing = !feature.required() && random.nextDouble() < MISSING_SHARE;
                cells.add(missing ? "" : cell(feature, unit[i]));
            }
            cells.add(target(unit));
            out.write(String.join(",", cells) + "\n");
        }
    }

    private static String cell(FeatureSpec feature, double unit) {
        return switch (feature) {
            case NumberFeature number -> {
                Range range = number.typical().orElse(finite(number.range()));
                double value = range.low() + unit * (range.high() - range.low());
                yield number.integral() ? Long.toString(Math.round(value)) : Float.toString((float) value);
            }
            case CategoryFeature category ->
                quoted(category.categories()
                        .get((int) (unit * category.categories().size())));
            case BooleanFeature bool -> Boolean.toString(unit < 0.5);
        };
    }

    private String target(double[] unit) {
        double sum = 0;
        for (double[] wave : waves) {
            double phase = wave[unit.length];
            for (int i = 0; i < unit.length; i++) {
                phase += wave[i] * unit[i];
            }
            sum += StrictMath.sin(phase);
        }
        double level = 1 / (1 + StrictMath.exp(-(sum / 2 + NOISE * random.nextDouble(-3, 3))));
        return switch (manifest.task()) {
            case BINARY -> quoted(manifest.target().classes().get(random.nextDouble() < level * level ? 1 : 0));
            case MULTICLASS -> {
                List<String> classes = manifest.target().classes();
                yield quoted(classes.get((int) Math.min(level * classes.size(), classes.size() - 1)));
            }
            case REGRESSION -> number(level);
        };
    }

    private String number(double level) {
        Range range = finite(manifest.target().range());
        return Double.toString(range.low() + (0.05 + 0.45 * level) * (range.high() - range.low()));
    }

    private static Range finite(Range range) {
        double low =
                Double.isInfinite(range.low()) ? (Double.isInfinite(range.high()) ? 0 : range.high() - 1) : range.low();
        double high = Double.isInfinite(range.high()) ? low + 1 : range.high();
        return new Range(low, high);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
