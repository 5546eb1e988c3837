package io.tidemark.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// wMAPE of the newest labelled answers.
final class RollingQuality {
    private final int size;
    private final Deque<double[]> newest = new ArrayDeque<>();

    /// @param size how many answers
    RollingQuality(int size) {
        this.size = size;
    }

    void add(double label, double predicted) {
        newest.addLast(new double[] {Math.abs(label - predicted), Math.abs(label)});
        if (newest.size() > size) {
            newest.removeFirst();
        }
    }

    /// Percent; empty before there are enough.
    Optional<Double> wmape() {
        if (newest.size() < size) {
            return Optional.empty();
        }
        double errors = newest.stream().mapToDouble(pair -> pair[0]).sum();
        double labels = newest.stream().mapToDouble(pair -> pair[1]).sum();
        return labels == 0 ? Optional.empty() : Optional.of(100 * errors / labels);
    }
}
