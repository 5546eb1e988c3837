package io.tidemark.stats.metric;

/// Positive and negative rows by score: one group for each distinct score, or for each bucket of scores, ascending.
///
/// All that ranking metrics need. Rows of a group are ties.
final class ScoreGroups {
    private final long[] positives;
    private final long[] negatives;
    private int size;

    /// @param most largest number of groups
    ScoreGroups(int most) {
        positives = new long[most];
        negatives = new long[most];
    }

    /// Adds the next higher group.
    void add(long positive, long negative) {
        positives[size] = positive;
        negatives[size] = negative;
        size++;
    }

    int size() {
        return size;
    }

    double positive(int group) {
        return positives[group];
    }

    double negative(int group) {
        return negatives[group];
    }

    double positives() {
        return sum(positives);
    }

    double negatives() {
        return sum(negatives);
    }

    private double sum(long[] counts) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
