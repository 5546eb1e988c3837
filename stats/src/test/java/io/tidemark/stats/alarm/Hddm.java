package io.tidemark.stats.alarm;

/// HDDM_A with River's defaults, what the detector here is measured against: I. Frias-Blanco and others, "Online and
/// non-parametric drift detection methods based on Hoeffding's bounds", 2015.
final class Hddm {
    private static final double CONFIDENCE = 0.001;

    private long count;
    private double sum;
    private long cutCount;
    private double cutSum;

    /// Takes a loss; true when the detector alarms and starts anew.
    boolean add(double loss) {
        count++;
        sum += loss;
        if (cutCount == 0 || cutSum / cutCount + bound(cutCount) >= sum / count + bound(count)) {
            cutCount = count;
            cutSum = sum;
        }
        if (cutCount == count) {
            return false;
        }
        double scale = (double) (count - cutCount) / cutCount / count;
        boolean alarm = sum / count - cutSum / cutCount >= Math.sqrt(scale / 2 * Math.log(2 / CONFIDENCE));
        if (alarm) {
            count = 0;
            sum = 0;
            cutCount = 0;
        }
        return alarm;
    }

    private static double bound(long rows) {
        return Math.sqrt(Math.log(1 / CONFIDENCE) / (2.0 * rows));
    }
}
