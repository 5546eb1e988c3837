package io.tidemark.cli.demo;

import io.tidemark.cli.demo.DemoState.Happened;
import io.tidemark.cli.terminal.Bar;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Drift;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TrainingRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Shows the loop while it runs: redrawn on a terminal; piped, one line per event.
final class DemoScreen implements AutoCloseable {
    private static final int EVENTS = 8;
    private static final int FEATURES = 5;
    private static final int BAR_WIDTH = 16;
    private static final long REDRAW_MS = 250;
    private static final long JOIN_MS = 2_000;

    private final Terminal terminal;
    private final DemoState state;
    private final LongSupplier requestsSent;
    private final Thread thread;
    private volatile String phase = "";
    private volatile double offlineWmape = Double.NaN;
    private volatile boolean stopped;
    private int drawn;
    private int printed;
    private double lastS;
    private long lastAnswered;
    private double rate;

    DemoScreen(Terminal terminal, DemoState state, LongSupplier requestsSent) {
        this.terminal = terminal;
        this.state = state;
        this.requestsSent = requestsSent;
        this.thread = Thread.ofPlatform().name("demo-screen").daemon().start(this::run);
    }

    /// Says what is going on.
    void phase(String text) {
        phase = text;
        state.note(text);
    }

    /// wMAPE on the test rows at training time, percent.
    void offline(double wmape) {
        offlineWmape = wmape;
    }

    private void run() {
        while (!stopped) {
            state.sample(requestsSent.getAsLong());
            draw();
            try {
                Thread.sleep(REDRAW_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void draw() {
        if (!terminal.isLive()) {
            List<Happened> events = state.events();
            events.subList(printed, events.size()).forEach(event -> terminal.line(Terminal.plain(event.toString())));
            printed = events.size();
            return;
        }
        List<String> lines = lines();
        StringBuilder screen = new StringBuilder();
        if (drawn > 0) {
            screen.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(line -> screen.append("\u001b[2K").append(line).append('\n'));
        for (int extra = lines.size(); extra < drawn; extra++) {
            screen.append("\u001b[2K\n");
        }
        drawn = Math.max(drawn, lines.size());
        terminal.raw(screen.toString());
    }

    private List<String> lines() {
        double now = state.now();
        long answered = state.answered();
        if (now - lastS >= 1) {
            rate = (answered - lastAnswered) / (now - lastS);
            lastS = now;
            lastAnswered = answered;
        }
        List<String> lines = new ArrayList<>();
        lines.add(terminal.paint(Paint.STRONG, "Tidemark demo")
                + String.format(Locale.ROOT, "  %5.0f s  ", now)
                + terminal.paint(Paint.ACCENT, phase));
        lines.add(String.format(
                Locale.ROOT,
                "  requests %,7d   predictions %,7d (%4.0f /s)   dead letters %,4d   labels joined %,7d   expired %,4d",
                requestsSent.getAsLong(),
                answered,
                rate,
                state.deadLetters(),
                state.matched(),
                state.expired()));
        int champion = state.champion();
        lines.add("  version " + terminal.paint(Paint.STRONG, champion == 0 ? "-" : Integer.toString(champion))
                + "  wMAPE live " + percent(state.rollingWmape(champion)) + "   offline "
                + (Double.isNaN(offlineWmape) ? "-" : percent(Optional.of(offlineWmape))));
        state.drift().values().stream()
                .filter(record -> record.getStatistics().containsKey("psi"))
                .sorted(Comparator.comparingDouble(DemoScreen::psi).reversed())
                .limit(FEATURES)
                .forEach(record -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-22s %s psi %6.3f%s",
                        Terminal.plain(record.getFeature()),
                        terminal.paint(record.getDrifted() ? Paint.BAD : Paint.GOOD, Bar.of(psi(record), BAR_WIDTH)),
                        psi(record),
                        record.getDrifted() ? terminal.paint(Paint.BAD, "  drifted") : "")));
        state.training().filter(run -> run.getStatus() == RunStatus.RUNNING).ifPresent(run -> lines.add(training(run)));
        List<Happened> events = state.events();
        events.subList(Math.max(0, events.size() - EVENTS), events.size())
                .forEach(event -> lines.add(terminal.paint(Paint.HINT, clipped(event.toString()))));
        return lines;
    }

    private String training(TrainingRun run) {
        return "  retraining " + terminal.paint(Paint.ACCENT, Bar.of(run.getProgress(), BAR_WIDTH)) + " "
                + clipped(run.getStep() + " " + run.getMessage());
    }

    private String clipped(String text) {
        String line = Terminal.plain(text);
        int width = Math.max(40, terminal.width() - 2);
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static double psi(Drift record) {
        return record.getStatistics().getOrDefault("psi", 0.0);
    }

    private static String percent(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.2f %%", v)).orElse("-");
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        draw();
    }
}
