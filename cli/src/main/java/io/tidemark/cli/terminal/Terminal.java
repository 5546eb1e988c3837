package io.tidemark.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Standard output, with colours and redrawing only where a person watches.
public final class Terminal {
    private static final Terminal SYSTEM = new Terminal(System.out, isInteractive());
    private static final int DEFAULT_WIDTH = 100;

    private final PrintStream out;
    private final boolean interactive;

    private Terminal(PrintStream out, boolean interactive) {
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

    /// Prints a line.
    public synchronized void line(String text) {
        out.println(text);
    }

    /// Prints text as it is, without a line end.
    public synchronized void raw(String text) {
        out.print(text);
        out.flush();
    }

    /// Colours a text, when colours are on.
    public String paint(Paint paint, String text) {
        return interactive ? paint.code + text + Paint.RESET : text;
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
