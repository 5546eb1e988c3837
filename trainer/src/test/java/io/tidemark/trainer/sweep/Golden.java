package io.tidemark.trainer.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The golden files, which `src/test/python/sweep_goldens.py` writes.
public final class Golden {
    private Golden() {}

    /// The cases of a file.
    public static Stream<JsonNode> cases(String file) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file)) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read golden file " + file, e);
        }
    }

    /// A list of numbers.
    public static double[] numbers(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToDouble(i -> node.get(i).asDouble())
                .toArray();
    }

    /// A list of lists of numbers.
    public static double[][] rows(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToObj(i -> numbers(node.get(i)))
                .toArray(double[][]::new);
    }
}
