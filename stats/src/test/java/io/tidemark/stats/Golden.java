package io.tidemark.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The golden files, which `src/test/python/make_goldens.py` writes.
public final class Golden {
    private Golden() {}

    /// The cases of a file.
    public static Stream<JsonNode> cases(String file) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file)) {
            JsonNode cases = new ObjectMapper().readTree(in);
            return StreamSupport.stream(cases.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read golden file " + file, e);
        }
    }

    /// A number; null is NaN.
    public static double number(JsonNode node) {
        if (node.isNull()) {
            return Double.NaN;
        }
        return switch (node.asText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!node.isNumber()) {
                    throw new IllegalArgumentException("Found " + node + ", expected a number.");
                }
                yield node.asDouble();
            }
        };
    }

    /// A list of numbers, or a recipe of samples.py, with the same operations in the same order.
    public static double[] sample(JsonNode node) {
        if (node.isArray()) {
            return IntStream.range(0, node.size())
                    .mapToDouble(i -> number(node.get(i)))
                    .toArray();
        }
        double[] values = new double[node.get("n").asInt()];
        double start = node.get("start").asDouble();
        double step = node.get("step").asDouble();
        double levels = node.get("levels").asDouble();
        double scale = node.get("scale").asDouble();
        double shift = node.get("shift").asDouble();
        boolean whole = node.get("whole").asBoolean();
        Arrays.setAll(values, i -> {
            double product = (start + i) * step;
            double share = product - Math.floor(product);
            if (levels > 0) {
                share = Math.floor(share * levels) / (whole ? 1 : levels);
            }
            return share * scale + shift;
        });
        return values;
    }

    /// A list of whole numbers.
    public static long[] counts(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToLong(i -> node.get(i).asLong())
                .toArray();
    }
}
