package io.tidemark.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Standard output, with colours and redrawing only where a person watches.
///
/// Whoever writes records must not be able to write to the terminal: what a line holds of control characters, other
/// than the colours of [#paint], is shown by its number. Text from records goes through [#plain] first, which leaves
/// no colours either.
public final class Terminal {
    private static final Terminal SYSTEM = new Terminal(System.out, isInteractive());
    private static final int DEFAULT_WIDTH = 100;

    /// Control characters of both sets, line and paragraph separators, and what turns the direction of writing.
    private static final String CONTROL = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";

    private static final Pattern PLAIN = Pattern.compile(CONTROL);

    /// What a line may hold too: our own colours, line ends and tabs. The first alternative that fits counts.
    private static final Pattern COLOURED = Pattern.compile("("
            + Stream.concat(
                            Stream.of(Paint.RESET),
                            Arrays.stream(Paint.values()).map(paint -> paint.code))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"))
            + "|[\\n\\t])|" + CONTROL);

    private final PrintStream out;
    private final boolean interactive;

    /// @param interactive true where a person watches
    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /// The process's own terminal.
    public static Terminal system() {
        return SYSTEM;
    }

    /// A terminal that swallows everything, for commands whose output is for programs.
    public static Terminal silent() {
        return new Terminal(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
    }

    /// True when output goes to a person's terminal: the launcher knows, and says so; `NO_COLOR` turns colours off.
    private static boolean isInteractive() {
        return Boolean.getBoolean("tidemark.tty")
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }

    /// True when text may be coloured.
    public boolean hasColours() {
        return interactive;
    }

    /// True when lines may be redrawn.
    public boolean isLive() {
        return interactive;
    }

    /// Width in characters.
    public int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /// Prints a line, or several; control characters other than colours are shown as text.
    public synchronized void line(String text) {
        out.println(COLOURED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null
                                ? found.group()
                                : shown(found.group().charAt(0)))));
    }

    /// Prints text as it is, without a line end: for what redraws, which makes its parts [#plain] itself.
    public synchronized void raw(String text) {
        out.print(text);
        out.flush();
    }

    /// Colours a text, when colours are on; the text itself is made [#plain].
    public String paint(Paint paint, String text) {
        String plain = plain(text);
        return interactive ? paint.code + plain + Paint.RESET : plain;
    }

    /// A text on one line and without control characters: each is shown by its number, as JSON writes it.
    public static String plain(String text) {
        return PLAIN.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(shown(found.group().charAt(0))));
    }

    private static String shown(char control) {
        return String.format(Locale.ROOT, "\\u%04x", (int) control);
    }

    /// Colours and weights.
    public enum Paint {
        GOOD("\u001b[32m"),
        WARN("\u001b[33m"),
        BAD("\u001b[31m"),
        HINT("\u001b[2m"),
        STRONG("\u001b[1m"),
        ACCENT("\u001b[36m");

        private static final String RESET = "\u001b[0m";
        private final String code;

        Paint(String code) {
            this.code = code;
        }
    }
}
