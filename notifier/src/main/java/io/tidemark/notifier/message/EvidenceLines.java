package io.tidemark.notifier.message;

import io.tidemark.event.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Evidence as lines of fixed width with small bars: of how many times its limit a value is.
final class EvidenceLines {
    private static final int BAR_CELLS = 8;

    /// A full bar: so many times the limit.
    private static final double FULL_BAR = 4;

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int SUBJECT_CHARS = 24;

    private EvidenceLines() {}

    /// The most important lines.
    static List<String> of(List<Evidence> evidence, int most) {
        List<String> lines = new ArrayList<>();
        for (Evidence measured : evidence.subList(0, Math.min(most, evidence.size()))) {
            lines.add(line(measured));
        }
        if (evidence.size() > most) {
            lines.add("and " + (evidence.size() - most) + " more");
        }
        return lines;
    }

    private static String line(Evidence measured) {
        Double limit = measured.getThreshold();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + SUBJECT_CHARS + "s %-10s %10.4g ",
                cut(measured.getSubject()),
                cut(measured.getStatistic()),
                measured.getValue()));
        if (limit != null) {
            line.append(bar(measured.getValue(), limit)).append(String.format(Locale.ROOT, " limit %.4g", limit));
        }
        if (measured.getPValue() != null) {
            line.append(String.format(Locale.ROOT, "  p %.2g", measured.getPValue()));
        }
        if (measured.getCount() > 0) {
            line.append(String.format(Locale.ROOT, "  n %,d", measured.getCount()));
        }
        return line.toString().stripTrailing();
    }

    /// Eighths of cells; of a value that is no number, or has no positive limit, an empty bar.
    static String bar(double value, double limit) {
        double share = limit > 0 && value > 0 ? Math.min(1, value / limit / FULL_BAR) : 0;
        int eighths = (int) Math.round(share * BAR_CELLS * EIGHTHS.length());
        StringBuilder bar = new StringBuilder("█".repeat(eighths / EIGHTHS.length()));
        if (bar.length() < BAR_CELLS) {
            bar.append(EIGHTHS.charAt(eighths % EIGHTHS.length()));
        }
        return bar + " ".repeat(BAR_CELLS - bar.length());
    }

    private static String cut(String text) {
        String line = text.replace('\n', ' ').replace('`', '\'');
        return line.length() <= SUBJECT_CHARS ? line : line.substring(0, SUBJECT_CHARS - 1) + "…";
    }
}
