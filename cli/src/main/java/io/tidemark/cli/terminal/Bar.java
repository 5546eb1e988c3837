package io.tidemark.cli.terminal;

/// Bars made of block characters.
public final class Bar {
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private Bar() {}

    /// A bar of `width` characters, filled by a share from 0 to 1.
    public static String of(double share, int width) {
        double clamped = Math.clamp(Double.isNaN(share) ? 0 : share, 0, 1);
        int eighths = (int) Math.round(clamped * width * 8);
        String filled = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return filled + "·".repeat(Math.max(0, width - filled.length()));
    }
}
