package io.tidemark.model.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known name that somebody probably meant.
public final class NearestKey {
    /// Longest text that is compared, characters: the work is the product of both lengths, and the name may be a
    /// stranger's.
    private static final int LONGEST = 200;

    private NearestKey() {}

    /// The candidate with the smallest edit distance, one that begins with the name counting as near; empty when none
    /// is closer than half the name's length, or the name is longer than anybody's key.
    public static Optional<String> among(Collection<String> candidates, String name) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(c -> c.length() <= LONGEST)
                .filter(c -> c.startsWith(name) || distance(c, name) <= Math.max(2, name.length() / 2))
                .min(Comparator.<String>comparingInt(c -> distance(c, name)).thenComparing(Comparator.naturalOrder()));
    }

    /// Levenshtein distance.
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
