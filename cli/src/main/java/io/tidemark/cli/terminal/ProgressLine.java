package io.tidemark.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// One line that shows how far long work has come: redrawn on a terminal. When piped, a line for each new kind of work,
/// and one every few seconds while only its numbers change.
public final class ProgressLine {
    private static final int BAR_WIDTH = 24;
    private static final long REDRAW_NS = 100_000_000L;
    private static final long COUNT_NS = 10_000_000_000L;
    private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9.,]*");

    private final Terminal terminal;
    private final long startNs = System.nanoTime();
    private String lastWhat = "";
    private long lastNs;

    public ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Shows progress.
    ///
    /// @param what the work, in words
    /// @param share share done, 0 to 1; below 0: not known
    public void show(String what, double share) {
        long now = System.nanoTime();
        if (!terminal.isLive()) {
            if (!what.equals(lastWhat)
                    && (now - lastNs >= COUNT_NS || !words(what).equals(words(lastWhat)))) {
                lastWhat = what;
                lastNs = now;
                terminal.line(elapsed() + "  " + what);
            }
            return;
        }
        if (what.equals(lastWhat) && now - lastNs < REDRAW_NS) {
            return;
        }
        lastWhat = what;
        lastNs = now;
        String bar = share < 0 ? "" : terminal.paint(Terminal.Paint.ACCENT, Bar.of(share, BAR_WIDTH)) + " ";
        terminal.raw("\r\u001b[2K" + elapsed() + "  " + bar + Terminal.plain(what));
    }

    /// Ends the line with what came of it.
    public void done(String what) {
        if (terminal.isLive()) {
            terminal.raw("\r\u001b[2K");
        }
        terminal.line(elapsed() + "  " + what);
    }

    private static String words(String what) {
        return NUMBERS.matcher(what).replaceAll("#");
    }

    private String elapsed() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
        return String.format(Locale.ROOT, "%5.1f s", elapsed.toMillis() / 1e3);
    }
}
