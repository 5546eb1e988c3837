package io.tidemark.stats.alarm;

import java.time.Duration;

/// How many false alarms are granted: for example one a week.
///
/// The budget is split, not tested away: with a round of tests every minute and 20 features, one false alarm a week
/// is `alpha(1 minute, 20)` = 1 / (10,080 * 20) for each test. The expected number of alarms keeps to the budget
/// however the tests depend on each other, within a round or from one to the next.
///
/// @param alarms expected number of false alarms per period, above 0
/// @param period the time that they are granted for, longer than none
public record FalseAlarmBudget(double alarms, Duration period) {
    public FalseAlarmBudget {
        if (!(alarms > 0 && alarms <= Double.MAX_VALUE) || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("Found a budget of " + alarms + " false alarms in " + period
                    + ", expected more than 0 in a time longer than none.");
        }
    }

    /// The probability of a false alarm that each single test may have; at most 1.
    ///
    /// @param interval time from one round of tests to the next, longer than none
    /// @param tests tests in a round, 1 or more
    public double alpha(Duration interval, int tests) {
        if (interval.isZero() || interval.isNegative() || tests < 1) {
            throw new IllegalArgumentException(
                    "Found " + tests + " tests every " + interval + ", expected 1 or more in a time longer than none.");
        }
        return Math.min(1, alarms * (seconds(interval) / seconds(period)) / tests);
    }

    /// How many events may pass on average from one false alarm to the next, 1 or more.
    ///
    /// @param eventsPerSecond rate of the stream, above 0
    public long eventsPerAlarm(double eventsPerSecond) {
        if (!(eventsPerSecond > 0)) {
            throw new IllegalArgumentException("Found a rate of " + eventsPerSecond + " a second, expected above 0.");
        }
        return Math.max(1, (long) (eventsPerSecond * seconds(period) / alarms));
    }

    /// A part of the budget, for one of several kinds of alarm.
    ///
    /// @param share above 0 and up to 1; the shares of all parts sum to 1
    public FalseAlarmBudget part(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("Found a share of " + share + ", expected above 0 and up to 1.");
        }
        return new FalseAlarmBudget(alarms * share, period);
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
