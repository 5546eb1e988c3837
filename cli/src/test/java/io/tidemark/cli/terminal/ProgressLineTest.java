package io.tidemark.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressLine piped = new ProgressLine(new Terminal(new PrintStream(bytes, true, UTF_8), false));

    @Test
    void aCountThatGrowsIsNotALineEach() {
        for (int i = 1; i <= 1_000; i++) {
            piped.show(i + " requests", i / 1_000.0);
        }
        piped.done("1,000 requests sent.");

        assertThat(lines()).containsExactly("1 requests", "1,000 requests sent.");
    }

    @Test
    void eachKindOfWorkIsALine() {
        piped.show("reading 1.5 MB", -1);
        piped.show("sorting 300 rows", 0.1);
        piped.show("sorting 300 rows", 0.2);
        piped.show("writing 2 MB", 0.9);

        assertThat(lines()).containsExactly("reading 1.5 MB", "sorting 300 rows", "writing 2 MB");
    }

    /// What was shown, without the seconds that went by.
    private List<String> lines() {
        return bytes.toString(UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^ *[0-9.]+ s  ", ""))
                .toList();
    }
}
