package io.tidemark.stats.alarm;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Optional;

/// Finds the moment from which on a model errs more often: concept drift, seen in a stream of losses.
///
/// A loss lies between 0 and 1: wrong or right, or a clipped and scaled error. After each one the detector asks, for
/// every moment in the past, how much more likely the stream is with one error rate before and a higher one since
/// than with one rate throughout, and alarms when the log of that likelihood ratio reaches the threshold. Neither
/// rate need be known. Only corners of the lower convex hull of the cumulative loss can be the best moment (G.
/// Romano, I. Eckley, P. Fearnhead, G. Rigaill, "Fast online changepoint detection via functional pruning CUSUM
/// statistics", JMLR 24, 2023), and there are about ln(n) of them: 20 to 30 in a million events.
///
/// With a threshold of ln(N) a steady stream alarms less than once in N events, for error rates from 0.01 to 0.5 and N
/// from 1,000 to 1,000,000 (simulated). With one in 1,000,000 a rise from 0.1 to 0.3 after 2,000 events is found after
/// 85 events and one to 0.2 after 330; HDDM_A with its defaults, which alarms falsely more often, needs 117 and 451.
///
/// After an alarm the detector starts anew. The losses that raised it are not taken for normal: they were chosen for
/// being high, and after a false alarm would hide a rise to come.
public final class ErrorStreamDetector {
    /// Losses that have to come before a moment can be that of a rise: fewer say nothing about the rate before.
    public static final int LEAST_BEFORE = 30;

    private static final int LEAST_LOSSES = 100;

    /// Beyond that many corners the oldest moment is given up. Streams do not come near it.
    private static final int MOST_CORNERS = 128;

    private static final byte KIND = 'E';

    private double threshold;
    private long count;
    private double sum;

    /// Corners of the hull: how many losses came before, and their sum.
    private final long[] cornerCount = new long[MOST_CORNERS];

    private final double[] cornerSum = new double[MOST_CORNERS];
    private int corners;

    private ErrorStreamDetector(double threshold) {
        this.threshold = threshold;
    }

    /// A detector that alarms once in this many losses, or less often, while the error rate is steady.
    ///
    /// @param losses mean number of losses from one false alarm to the next, 100 or more
    public static ErrorStreamDetector withOneFalseAlarmIn(long losses) {
        return new ErrorStreamDetector(threshold(losses));
    }

    private static double threshold(long losses) {
        if (losses < LEAST_LOSSES) {
            throw new IllegalArgumentException(
                    "Found one false alarm in " + losses + " losses, expected in " + LEAST_LOSSES + " or more.");
        }
        return Math.log((double) losses);
    }

    /// From the next loss on alarms once in this many, or less often.
    ///
    /// @param losses mean number of losses from one false alarm to the next, 100 or more
    public void alarmOnceIn(long losses) {
        threshold = threshold(losses);
    }

    /// Takes losses from before the stream, such as those of the test rows, as normal. Call it before the first loss.
    ///
    /// @param losses their number, 0 or more
    /// @param total their sum, 0 to `losses`
    public void learn(long losses, double total) {
        if (corners > 0 || losses < 0 || !(total >= 0 && total <= losses)) {
            throw new IllegalArgumentException("Found " + losses + " earlier losses of sum " + total
                    + ", expected a sum from 0 to their number, before the stream begins.");
        }
        count += losses;
        sum += total;
    }

    /// Takes the next loss.
    ///
    /// @param loss 0 to 1
    /// @return the rise, at the loss that proves it; empty otherwise
    public Optional<ErrorRateChange> add(double loss) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("Found loss " + loss + ", expected 0 to 1.");
        }
        if (count >= LEAST_BEFORE) {
            addCorner();
        }
        count++;
        sum += loss;
        int best = bestCorner();
        double evidence = best < 0 ? 0 : evidence(best);
        return evidence >= threshold ? Optional.of(alarm(best, evidence)) : Optional.empty();
    }

    /// Losses since the last alarm, or all.
    public long count() {
        return count;
    }

    /// Mean loss since the last alarm, or of all; 0 without losses.
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /// The present moment becomes a corner; those that now lie above the hull leave it.
    private void addCorner() {
        while (corners >= 2 && slope(corners - 2, corners - 1) >= slopeTo(corners - 1)) {
            corners--;
        }
        if (corners == MOST_CORNERS) {
            System.arraycopy(cornerCount, 1, cornerCount, 0, MOST_CORNERS - 1);
            System.arraycopy(cornerSum, 1, cornerSum, 0, MOST_CORNERS - 1);
            corners--;
        }
        cornerCount[corners] = count;
        cornerSum[corners] = sum;
        corners++;
    }

    private double slope(int from, int to) {
        return (cornerSum[to] - cornerSum[from]) / (cornerCount[to] - cornerCount[from]);
    }

    private double slopeTo(int corner) {
        return (sum - cornerSum[corner]) / (count - cornerCount[corner]);
    }

    /// The corner with the most evidence of a rise; -1 when none reaches the threshold.
    private int bestCorner() {
        int best = -1;
        double most = 0;
        for (int corner = 0; corner < corners; corner++) {
            if (evidenceAtMost(corner) >= threshold) {
                double evidence = evidence(corner);
                if (evidence > most) {
                    most = evidence;
                    best = corner;
                }
            }
        }
        return best;
    }

    /// A bound of the evidence that needs no logarithm, by ln(x) <= x - 1; 0 or less when the rate fell at this corner.
    private double evidenceAtMost(int corner) {
        double before = cornerCount[corner];
        double since = count - before;
        double rise = (sum - cornerSum[corner]) / since - cornerSum[corner] / before;
        double rate = sum / count;
        return rise * Math.abs(rise) * before * since / count / (rate * (1 - rate));
    }

    /// Log likelihood ratio of a rise at this corner.
    private double evidence(int corner) {
        double before = cornerCount[corner];
        return logLikelihood(before, cornerSum[corner])
                + logLikelihood(count - before, sum - cornerSum[corner])
                - logLikelihood((double) count, sum);
    }

    /// Largest log likelihood of n losses of this sum as trials of one rate.
    private static double logLikelihood(double n, double sum) {
        return entropy(sum, n) + entropy(n - sum, n);
    }

    private static double entropy(double part, double whole) {
        return part <= 0 ? 0 : part * Math.log(part / whole);
    }

    private ErrorRateChange alarm(int corner, double evidence) {
        long since = count - cornerCount[corner];
        double sumSince = sum - cornerSum[corner];
        ErrorRateChange change =
                new ErrorRateChange(since, cornerSum[corner] / cornerCount[corner], sumSince / since, evidence);
        count = 0;
        sum = 0;
        corners = 0;
        return change;
    }

    /// The state: 18 bytes for each corner.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeDouble(threshold);
        out.writeCount(count);
        out.writeDouble(sum);
        out.writeCount(corners);
        for (int corner = 0; corner < corners; corner++) {
            out.writeCount(cornerCount[corner]);
            out.writeDouble(cornerSum[corner]);
        }
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static ErrorStreamDetector fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "error stream");
        ErrorStreamDetector read = new ErrorStreamDetector(in.readFinite("threshold"));
        read.count = in.readCount();
        read.sum = in.readFinite("sum of losses");
        read.corners = in.readCount(MOST_CORNERS, "number of corners");
        for (int corner = 0; corner < read.corners; corner++) {
            read.cornerCount[corner] = in.readCount();
            read.cornerSum[corner] = in.readFinite("sum of losses");
        }
        in.expectEnd();
        return read;
    }
}
