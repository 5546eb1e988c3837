package io.tidemark.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.terminal.Terminal.Paint;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal live = new Terminal(new PrintStream(bytes, true, UTF_8), true);

    @Test
    void textOfARecordCannotMoveTheCursorOrSetTheTitle() {
        live.line("key \u001b[2J\u001b]0;owned\u0007 \u009b1A \r over");

        assertThat(printed())
                .isEqualTo("key \\u001b[2J\\u001b]0;owned\\u0007 \\u009b1A \\u000d over" + System.lineSeparator());
    }

    @Test
    void ourOwnColoursReachTheTerminal() {
        live.line(live.paint(Paint.BAD, "bad") + " and plain");

        assertThat(printed()).isEqualTo("\u001b[31mbad\u001b[0m and plain" + System.lineSeparator());
    }

    @Test
    void whatIsPaintedHasNoColoursOfItsOwn() {
        assertThat(live.paint(Paint.HINT, "a\u001b[0mb\nc")).isEqualTo("\u001b[2ma\\u001b[0mb\\u000ac\u001b[0m");
    }

    @Test
    void textThatTurnsTheDirectionOfWritingIsShownAsItIs() {
        assertThat(Terminal.plain("abc\u202edef\u2066 \u00e9 \u2713 \u6f22"))
                .isEqualTo("abc\\u202edef\\u2066 \u00e9 \u2713 \u6f22");
    }

    @Test
    void linesOfSeveralLinesStayThem() {
        live.line("a\n\tb");

        assertThat(printed()).isEqualTo("a\n\tb" + System.lineSeparator());
    }

    @Test
    void withoutAPersonNothingIsColoured() {
        Terminal piped = new Terminal(new PrintStream(bytes, true, UTF_8), false);

        piped.line(piped.paint(Paint.GOOD, "fine"));

        assertThat(printed()).isEqualTo("fine" + System.lineSeparator());
    }

    private String printed() {
        return bytes.toString(UTF_8);
    }
}
