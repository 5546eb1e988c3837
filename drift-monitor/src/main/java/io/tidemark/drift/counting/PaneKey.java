package io.tidemark.drift.counting;

import io.tidemark.drift.reference.VersionKey;

/// A pane of a version.
///
/// @param paneStartMs start of the pane, inclusive, event time, milliseconds since 1970-01-01 UTC
public record PaneKey(VersionKey version, long paneStartMs) {
    /// Of the largest time.
    private static final int DIGITS = 19;

    public PaneKey {
        if (paneStartMs < 0) {
            throw new IllegalArgumentException("Found a pane from " + paneStartMs + " ms on, expected 0 or more.");
        }
    }

    /// The key as text; panes of a version sort by time.
    public String text() {
        String digits = Long.toString(paneStartMs);
        return version.text() + "/" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException when it cannot have been written by it
    public static PaneKey parse(String text) {
        int cut = text.lastIndexOf('/');
        if (cut < 0) {
            throw new IllegalArgumentException("Found the key '" + text + "', expected model/version/sha256/pane.");
        }
        return new PaneKey(VersionKey.parse(text.substring(0, cut)), Long.parseLong(text.substring(cut + 1)));
    }
}
