package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    private static final long MS = 1_000_000;

    private long nowNs = -5;

    @Test
    void explanationsTakeTheirShareOfTheTimeHoweverManyAreWanted() {
        TimeBudget budget = new TimeBudget(0.25, () -> nowNs);
        long spentNs = 0;
        for (int request = 0; request < 10_000; request++) {
            spentNs += explain(budget, 2 * MS) ? 2 * MS : 0;
            nowNs += MS;
        }

        assertThat((double) spentNs / nowNs).isBetween(0.24, 0.26);
    }

    @Test
    void whatWasNotUsedIsSavedUpForABurstAndNoLonger() {
        TimeBudget budget = new TimeBudget(0.25, () -> nowNs);
        for (int burst = 0; burst < 2; burst++) {
            int explained = 0;
            while (explain(budget, MS)) {
                explained++;
            }
            assertThat(explained)
                    .as("25 ms, and what comes in while they go out")
                    .isEqualTo(34);
            nowNs += 3_600_000 * MS;
        }
    }

    @Test
    void aLongExplanationIsPaidBackBeforeTheNext() {
        TimeBudget budget = new TimeBudget(0.5, () -> nowNs);
        assertThat(explain(budget, 1_000 * MS)).isTrue();

        nowNs += 890 * MS;
        assertThat(explain(budget, 0)).isFalse();
        nowNs += 20 * MS;
        assertThat(explain(budget, 0)).isTrue();
    }

    @Test
    void withoutAShareThereIsNone() {
        TimeBudget budget = new TimeBudget(0, () -> nowNs);
        nowNs += 1_000 * MS;

        assertThat(explain(budget, MS)).isFalse();
    }

    private boolean explain(TimeBudget budget, long tookNs) {
        if (!budget.begin()) {
            return false;
        }
        nowNs += tookNs;
        budget.end();
        return true;
    }
}
