package io.tidemark.benchmarks;

/// How fast a count grows to a number, from looks at it. The first tenth is warm-up: the rate is over the rest, and
/// where one look sees all of the rest, from the look before on.
final class Rate {
    private static final int WARM_UP_PART = 10;

    private final long wanted;
    private long seen;
    private long lookNs = System.nanoTime();
    private long grownNs = lookNs;
    private boolean warm;
    private long startSeen;
    private long startNs;

    /// Begins now.
    Rate(long wanted) {
        this.wanted = wanted;
    }

    /// @param count how many there are
    /// @param nowNs when, by [System#nanoTime]
    void look(long count, long nowNs) {
        if (count > seen) {
            if (!warm && count >= wanted / WARM_UP_PART) {
                warm = true;
                startSeen = count < wanted ? count : seen;
                startNs = count < wanted ? nowNs : lookNs;
            }
            seen = count;
            grownNs = nowNs;
        }
        lookNs = nowNs;
    }

    long seen() {
        return seen;
    }

    boolean isComplete() {
        return seen >= wanted;
    }

    /// Time between the last look and the last one that saw more than the one before.
    long idleNs() {
        return lookNs - grownNs;
    }

    double perSecond() {
        return (seen - startSeen) / (Math.max(1, grownNs - startNs) / 1e9);
    }
}
