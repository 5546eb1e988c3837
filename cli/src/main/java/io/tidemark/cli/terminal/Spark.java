package io.tidemark.cli.terminal;

import java.util.List;

/// A histogram in one line of block characters.
public final class Spark {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private Spark() {}

    /// One character for each count; the largest is a full block, none a space.
    public static String of(List<Long> counts) {
        long largest = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (long count : counts) {
            int height = largest == 0 ? 0 : (int) Math.ceil(8.0 * count / largest);
            line.append(height <= 0 ? ' ' : BLOCKS.charAt(height - 1));
        }
        return line.toString();
    }
}
